'use strict';
const { PAGE, bytes, counting, numbers, pages } = require('../memory.cjs');

module.exports = [
  {
    title: 'movs reads one operand and writes the other',
    run(library) {
      const dst = bytes(8);
      library.func('void move_quad(_Out_ void *dst, const void *src)')(dst, counting(8));
      return dst.toString('hex');
    },
  },
  {
    title: 'push and pop of memory touch the buffer once each',
    run(library) {
      const dst = bytes(8);
      library.func('void push_pop(_Out_ void *dst, const void *src)')(dst, counting(8));
      return dst.toString('hex');
    },
  },
  {
    title: 'a call or jump through a buffer reads the pointer in it',
    run(library) {
      const dst = bytes(8);
      library.func('void call_through(_Inout_ void *table, _Out_ uint32_t *dst)')(bytes(16), dst);
      return dst.toString('hex');
    },
  },
  {
    title: 'a table lookup reads one byte of the table',
    run: (library) => library.func('uint32_t translate(const uint8_t *table, uint8_t index)')(counting(64), 40),
  },
  {
    title: 'an access across a page boundary stays one access',
    run(library) {
      const dst = pages(2).subarray(PAGE - 12, PAGE + 12);
      library.func('void store_wide(_Out_ void *dst)')(dst);
      return dst.toString('hex');
    },
  },
  {
    title: 'an access across the end of a region is cut there',
    run(library) {
      const page = pages(1);
      library.func('void store_wide(_Out_ void *dst)')(page.subarray(64, 64 + 20));
      return page.subarray(64, 64 + 24).toString('hex');
    },
  },
  {
    title: 'an access from one region into the next is one access in each',
    run(library) {
      const page = pages(1).fill(1);
      const store = library.func('void push_pop(_Out_ void *dst, const void *src)');
      store(page.subarray(100, 104), page.subarray(104, 112));
      return page.subarray(100, 112).toString('hex');
    },
  },
  {
    title: 'flags and the red zone of the stack survive recorded accesses',
    run(library) {
      const dst = bytes(16);
      library.func('void red_zone(_Out_ uint64_t *dst, const uint64_t *src)')(dst, numbers(['0x8000000000000001', '41'], 8));
      return dst.toString('hex');
    },
  },
];
