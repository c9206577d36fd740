'use strict';
const { bytes, counting, numbers } = require('../memory.cjs');

module.exports = [
  {
    title: 'a store of each width is one access of that width',
    run(library) {
      const dst = bytes(16);
      library.func('void copy_widths(_Out_ void *dst, const void *src)')(dst, counting(16));
      return dst.toString('hex');
    },
  },
  {
    title: 'a sum reads each element once',
    run: (library) => library.func('uint32_t sum_u32(const uint32_t *src, size_t n)')(numbers([1, 2, 3, 4, 5]), 4),
  },
  {
    title: 'a widening load is as wide as its memory operand',
    run(library) {
      const dst = bytes(24);
      library.func('void extend(_Out_ int64_t *dst, const int8_t *src)')(dst, counting(8));
      return dst.toString('hex');
    },
  },
  {
    title: 'an x87 load and store are ten bytes',
    run(library) {
      const dst = bytes(16);
      library.func('void copy_extended(_Out_ void *dst, const void *src)')(dst, counting(16));
      return dst.toString('hex');
    },
  },
  {
    title: 'a conditional move reads even when it does not move',
    run: (library) => library.func('uint32_t choose(const uint32_t *src, int which)')(numbers([7, 8]), 0),
  },
  {
    title: 'addresses that are only computed or prefetched are no accesses',
    run: (library) => library.func('void only_addresses(void *dst)')(bytes(32)),
  },
];
