'use strict';
const { PAGE, numbers, pages } = require('../memory.cjs');

const over = (koffi, pointer, size) => Buffer.from(koffi.view(pointer, size));

module.exports = [
  {
    title: 'a buffer that is moved elsewhere while the call runs',
    run(library, koffi) {
      const pointer = library.func('void *place_large(size_t size)')(PAGE);
      return library.func('uint32_t move_it(_Inout_ uint32_t *value)')(over(koffi, pointer, PAGE));
    },
  },
  {
    title: 'a fault in the middle of rep stosb',
    run(library, koffi) {
      const pointer = library.func('void *place_before_wall()')();
      const last = over(koffi, pointer, PAGE).subarray(PAGE - 20);
      const faulted = library.func('uint32_t fill_until_fault(_Out_ void *last, size_t size)')(last, 4000);
      const seen = last.toString('hex');
      library.func('void place_end(void *at, size_t size)')(pointer, 2 * PAGE);
      return [faulted, seen];
    },
  },
  {
    title: 'memory through gs',
    run: (library) => library.func('uint64_t through_gs(_Inout_ uint64_t *words)')(numbers([1, 2, 3, 0, 0, 0], 8)),
  },
  {
    title: 'a backtrace sees the functions that it came through',
    run: (library) => library.func('int called_first(_Inout_ uint32_t *value)')(numbers([0, 0, 0])),
  },
  {
    title: 'fxsave and fxrstor',
    run: (library) => library.func('void save_legacy(_Inout_ void *area)')(pages(1).subarray(0, 512)),
  },
  {
    title: 'xsave and xrstor',
    needs: 'xsave',
    run: (library) => library.func('void save_extended(_Inout_ void *area)')(pages(1).subarray(0, 576)),
  },
];
