'use strict';
module.exports = ({ library }) => {
  const add = library.func('void add(_Inout_ uint8_t *dst, const uint8_t *src, size_t count)');
  const copyForward = library.func('void copy_forward(_Out_ uint8_t *dst, const uint8_t *src, size_t count)');
  const move = library.func('void move(_Out_ uint8_t *dst, const uint8_t *src, size_t count)');
  const same = library.func('int same(const void *one, const void *other, size_t bytes)');
  const bytes = new Uint8Array(64);
  const at = (offset, length) => bytes.subarray(offset, offset + length);

  return {
    mistakes: {
      'one byte further': () => copyForward(at(1, 16), at(0, 16), 16),
      'the same memory': () => add(at(0, 16), at(0, 16), 16),
      'the last byte': () => copyForward(at(15, 16), at(0, 16), 16),
      'one inside the other': () => copyForward(at(8, 4), at(0, 16), 4),
    },
    correct: {
      'side by side': () => copyForward(at(16, 16), at(0, 16), 16),
      'two buffers': () => add(new Uint8Array(16), new Uint8Array(16), 16),
      'the same memory, only read': () => same(at(0, 16), at(4, 16), 16),
      'nothing is written where they share': () => copyForward(at(0, 16), at(8, 16), 8),
      'of no bytes': () => move(at(4, 0), at(0, 16), 0),
    },
  };
};
