'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { promisify } = require('node:util');
const { Worker } = require('node:worker_threads');
const { libc } = require('./index.cjs');

describe('calls that are waited for', () => {
  const set = promisify(libc.func('void *memset(_Inout_ void *to, int value, size_t bytes)').async);

  it('run many at a time, each on memory of its own', async () => {
    const buffers = Array.from({ length: 40 }, () => Buffer.alloc(3000));
    await Promise.all(buffers.map((buffer, at) => set(buffer, at, buffer.length)));
    buffers.forEach((buffer, at) => assert.ok(buffer.every((byte) => byte === at)));
  });

  it('leave the program running meanwhile', async () => {
    const sleep = promisify(libc.func('int usleep(unsigned int microseconds)').async);
    let ticks = 0;
    const timer = setInterval(() => { ticks++; }, 1);
    assert.strictEqual(await sleep(60_000), 0);
    clearInterval(timer);
    assert.ok(ticks > 1);
  });

  it('give errors to whoever waits', async () => {
    await assert.rejects(async () => promisify(libc.func('int abs(int)').async)('text'), /expected (?:a )?number/i);
  });

  it('work in a worker', async () => {
    const code = `const koffi = require(${JSON.stringify(require.resolve(process.argv[2] ?? 'koffi'))}); const text = Buffer.from('in a worker');
      require('node:worker_threads').parentPort.postMessage(koffi.load('libc.so.6').func('size_t strnlen(const void *text, size_t most)')(text, text.length));`;
    const worker = new Worker(code, { eval: true });
    assert.strictEqual(await new Promise((resolve, reject) => { worker.once('message', resolve).once('error', reject); }), 11);
  });
});
