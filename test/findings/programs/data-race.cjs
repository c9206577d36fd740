'use strict';
const { setTimeout } = require('node:timers/promises');
const { promisify } = require('node:util');
module.exports = ({ library }) => {
  const slowFill = library.func('void slow_fill(_Out_ uint8_t *buffer, size_t size, int value)');
  const slowSum = library.func('uint64_t slow_sum(const uint8_t *buffer, size_t size)');
  const slowCount = library.func('void slow_count(_Inout_ int32_t *value)');
  const fill = library.func('void fill(_Out_ uint8_t *dst, size_t count, int value)');
  const later = (func) => promisify(func.async);
  /** The first call has begun when the second begins, and is far from its end. */
  const soon = async (call) => {
    await setTimeout(15);
    return call();
  };
  const words = new Int32Array(2);

  return {
    mistakes: {
      'two writers': () => {
        const buffer = new Uint8Array(32);
        return Promise.all([later(slowFill)(buffer, 32, 1), soon(() => later(slowFill)(buffer, 32, 2))]);
      },
      'a reader and a writer': () => {
        const buffer = new Uint8Array(32);
        return Promise.all([later(slowSum)(buffer, 32), soon(() => later(slowFill)(buffer, 32, 1))]);
      },
      'one byte of two views': () => {
        const buffer = new Uint8Array(32);
        return Promise.all([later(slowFill)(buffer.subarray(0, 17), 17, 1), soon(() => later(slowFill)(buffer.subarray(16), 16, 2))]);
      },
      'a call that waits for no one': async () => {
        const buffer = new Uint8Array(32);
        const running = later(slowFill)(buffer, 32, 1);
        await soon(() => fill(buffer, 32, 3));
        return running;
      },
    },
    correct: {
      'two readers': () => {
        const buffer = new Uint8Array(32);
        return Promise.all([later(slowSum)(buffer, 32), soon(() => later(slowSum)(buffer, 32))]);
      },
      'views side by side': () => {
        const buffer = new Uint8Array(32);
        return Promise.all([later(slowFill)(buffer.subarray(0, 16), 16, 1), soon(() => later(slowFill)(buffer.subarray(16), 16, 2))]);
      },
      'one after the other': async () => {
        const buffer = new Uint8Array(32);
        await later(slowFill)(buffer, 32, 1);
        await later(slowFill)(buffer, 32, 2);
      },
      'both with atomic instructions': () => Promise.all([later(slowCount)(words.subarray(0, 1)), soon(() => later(slowCount)(words.subarray(0, 1)))]),
    },
  };
};
