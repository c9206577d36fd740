'use strict';
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');
const { numbers } = require('../memory.cjs');
const { simple } = require('./simple.cjs');

const worker = (name) => new Promise((resolve, reject) => {
  const started = new Worker(join(__dirname, 'worker.cjs'), { workerData: name });
  started.once('message', resolve).once('error', reject);
});

module.exports = [
  simple('what a thread that no call started does with the buffer is not part of the call', 'uint32_t ask_other_thread(_Inout_ uint32_t *value)'),
  simple('four threads that come to new code at once', 'int four_threads(_Inout_ uint32_t *value)', { values: [0, 1, 0, 2, 0, 3, 0, 4], unordered: true }),
  {
    title: 'calls of two workers at once are told apart',
    unordered: true,
    run: async () => (await Promise.all([worker('first'), worker('second')])).sort(),
  },
  {
    title: 'asynchronous calls that run at once are told apart',
    unordered: true,
    run(library) {
      const sum = library.func('uint32_t sum_u32(const uint32_t *src, size_t n)');
      const call = (values) => new Promise((resolve, reject) => {
        sum.async(numbers(values), values.length, (error, result) => (error ? reject(error) : resolve(result)));
      });
      return Promise.all([call([1]), call([2, 3]), call([4, 5, 6]), call([7, 8, 9, 10])]);
    },
  },
];
