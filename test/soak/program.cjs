// Mixed calls from four threads with timers and forks, for so many seconds; prints what was called and written, as JSON.
'use strict';
const { join } = require('node:path');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const koffi = require('koffi');

const fixtures = koffi.load(join(__dirname, '../fixtures/build/libfixtures.so'));
const faults = koffi.load(join(__dirname, '../faults/build/libfaults.so'));
const { seconds, number } = isMainThread ? { seconds: Number(process.argv[2]), number: 0 } : workerData;

const fill = faults.func('void fill(_Out_ uint8_t *out, size_t n, int with)');
const sum = fixtures.func('uint32_t sum_u32(const uint32_t *src, size_t n)');
const throwDeep = fixtures.func('uint32_t throw_deep(_Inout_ uint32_t *value, int depth)');
const jumpOften = fixtures.func('uint32_t jump_often(_Inout_ uint32_t *value, int times)');
const written = fixtures.func('uint32_t written_code(_Inout_ uint32_t *value)');
const startThread = fixtures.func('int start_thread(_Inout_ uint32_t *value)');
const fork = fixtures.func('int fork_and_write(_Inout_ uint32_t *value)');
const raise = fixtures.func('int raise_one(_Inout_ uint32_t *value)');
const ticking = fixtures.func('uint32_t ticking(_Inout_ uint32_t *value, uint32_t rounds)');
const coroutines = fixtures.func('uint32_t coroutines(_Inout_ uint32_t *value, _Inout_ uint32_t *other)');

const done = { calls: 0, filled: 0, summed: 0, forks: 0, threads: 0, ticks: 0 };
const buffer = Buffer.alloc(8192);

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found} in place of ${wanted}`);
}

const acts = [
  (turn) => { const n = 1 + turn * 37 % 4096; fill(buffer, n, turn & 255); expect('fill', buffer[n - 1], turn & 255); done.filled += n; },
  (turn) => { const words = new Uint32Array(1 + turn % 500).fill(3); expect('sum', sum(words, words.length), 3 * words.length); done.summed += words.length; },
  () => expect('throw', throwDeep(new Uint32Array(4), 3), 2),
  () => expect('jump', jumpOften(new Uint32Array(4), 3), 3),
  () => expect('code', written(new Uint32Array(4)), 10),
  (turn) => { if (turn % 16 === 0) { expect('thread', startThread(new Uint32Array(4)), 0); done.threads++; } },
  (turn) => { if (turn % 64 === 0) { expect('fork', fork(new Uint32Array(4)), 3); done.forks++; } },
  () => expect('coroutines', coroutines(new Uint32Array(4), new Uint32Array(4)), 6),
  // Handlers are of the process, so only one thread has them.
  (turn) => { if (number === 0 && turn % 8 === 0) expect('raise', raise(new Uint32Array(4)), 11); },
  (turn) => { if (number === 0 && turn % 256 === 0) { const value = new Uint32Array(4); expect('ticking', ticking(value, 20_000), 20_000); done.ticks += value[0]; } },
];

for (const name of ['fill', 'sum']) done[name] = 0;
const end = Date.now() + seconds * 1000;
function more(turn) {
  for (let i = 0; i < 20; i++) for (const act of acts) act(turn + i);
  done.fill += 20;
  done.sum += 20;
  if (Date.now() < end) return void setTimeout(more, 5, turn + 20);
  if (isMainThread) workersDone.then((all) => console.log(JSON.stringify([done, ...all])));
  else parentPort.postMessage(done);
}

const workersDone = isMainThread
  ? Promise.all([1, 2, 3].map((each) => new Promise((resolve, reject) => {
    new Worker(__filename, { workerData: { seconds, number: each } }).once('message', resolve).once('error', reject);
  })))
  : null;
more(0);
