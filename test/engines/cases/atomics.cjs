'use strict';
const { bytes, numbers } = require('../memory.cjs');

module.exports = [
  {
    title: 'a read-modify-write reads first and then writes',
    run(library) {
      const value = numbers([1, 2, 3, 4]);
      library.func('void modify(_Inout_ uint32_t *value)')(value);
      return value.toString('hex');
    },
  },
  {
    title: 'a comparison with memory only reads',
    run: (library) => library.func('void compare_only(const uint32_t *value)')(numbers([1, 2, 3])),
  },
  {
    title: 'a compare-exchange that succeeds reads and writes',
    run: (library) => library.func('uint64_t exchange(_Inout_ uint64_t *value, uint64_t expected, uint64_t fresh)')(numbers([5], 8), 5, 6),
  },
  {
    title: 'a compare-exchange that fails is an uncertain write',
    run: (library) => library.func('uint64_t exchange(_Inout_ uint64_t *value, uint64_t expected, uint64_t fresh)')(numbers([5], 8), 4, 6),
  },
  {
    title: 'a 16-byte compare-exchange that succeeds reads and writes',
    run: (library) => library.func('uint64_t exchange16(_Inout_ void *value, uint64_t low, uint64_t high)')(bytes(16), 0, 0),
  },
  {
    title: 'a 16-byte compare-exchange that fails is an uncertain write',
    run: (library) => library.func('uint64_t exchange16(_Inout_ void *value, uint64_t low, uint64_t high)')(bytes(16), 1, 0),
  },
  {
    title: 'a bit set by a register is in the word that holds the bit',
    run(library) {
      const bits = numbers([0, 0, 0], 8);
      library.func('void set_far_bit(_Inout_ uint64_t *bits, uint64_t which)')(bits, 100);
      return bits.toString('hex');
    },
  },
];
