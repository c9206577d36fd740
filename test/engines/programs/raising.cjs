// node raising.cjs COUNT: signals that a call sends to itself, while children of another thread end; prints what came of each.
'use strict';
const { join } = require('node:path');
const { isMainThread, Worker } = require('node:worker_threads');
const koffi = require('koffi');

const library = koffi.load(join(__dirname, '../../fixtures/build/libfixtures.so'));
if (isMainThread) {
  const raise = library.func('int raise_one(_Inout_ uint32_t *value)');
  const children = new Worker(__filename);
  children.once('message', () => {
    const results = {};
    for (let at = 0; at < Number(process.argv[2]); at++) {
      const value = new Uint32Array(4);
      const line = [raise(value), ...value].join(' ');
      results[line] = (results[line] ?? 0) + 1;
    }
    console.log(JSON.stringify(results));
    process.exit();
  });
} else {
  const fork = library.func('int fork_and_write(_Inout_ uint32_t *value)');
  const { parentPort } = require('node:worker_threads');
  const more = () => {
    fork(new Uint32Array(4));
    parentPort.postMessage('ended');
    setImmediate(more);
  };
  more();
}
