'use strict';
const { promisify } = require('node:util');
module.exports = ({ koffi, library }) => {
  const inAChild = library.func('int in_a_child(_Out_ uint8_t *out)');
  const deeper = library.func('int deeper(_Out_ uint8_t *out, int depth)');
  /** Calls in callbacks of calls, and then the last one. */
  const through = (times, last) => {
    koffi.proto(`void untraced_callback_${times}(int value)`);
    const callBack = library.func(`void call_back(untraced_callback_${times} *function, int value)`);
    const again = (value) => { if (value > 1) callBack(again, value - 1); else last(); };
    again(times);
  };

  return {
    mistakes: {
      'a child process forked in the call': () => inAChild(Buffer.alloc(1)),
      'a child process forked in an asynchronous call': () => promisify(inAChild.async)(Buffer.alloc(1)),
      'a child process forked far down, in a callback of a call': () => through(4, () => inAChild(Buffer.alloc(1))),
    },
    correct: {
      'code that was made on the spot': () => library.func('int just_in_time(_Out_ uint8_t *out)')(Buffer.alloc(1)),
      'a handler of a signal that jumps out': () => library.func('int readable(const uint8_t *at)')(8n),
      'threads of native code': () => library.func('void fill_in_thread(_Out_ uint8_t *buffer, size_t size)')(Buffer.alloc(12), 12),
      'a few calls in callbacks of calls': () => through(5, () => deeper(Buffer.alloc(1), 1)),
    },
  };
};
