// Makes a call in the main thread and one in a worker.
const { Worker, isMainThread } = require('node:worker_threads');
const { fillBytes } = require('./sample');

fillBytes(Buffer.alloc(16), 16, isMainThread ? 1 : 2);
if (isMainThread) new Worker(__filename);
