// node crowd.cjs PACKAGE LIBRARY: eight workers that come to the library at the same moment, each with a buffer of its own.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const WORKERS = 8;
if (isMainThread) {
  const [, , name, library] = process.argv;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const sums = Array.from({ length: WORKERS }, (_, number) => new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { name, library, number, gate } });
    worker.on('message', resolve).on('error', reject);
  }));
  Promise.all(sums).then((all) => console.log(all.join(' ')));
} else {
  const { name, library, number, gate } = workerData;
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < WORKERS);
  const loaded = require(name);
  const fill = (loaded.default ?? loaded).load(library).func('void fill(_Out_ uint8_t *out, size_t size, uint8_t with)');
  const bytes = Buffer.allocUnsafeSlow(100 + number);
  fill(bytes, bytes.length, number);
  require('node:worker_threads').parentPort.postMessage(bytes.reduce((sum, byte) => sum + byte, 0));
}
