'use strict';
const { PAGE, bytes, pages } = require('../memory.cjs');

const MIB = 1 << 20;
const touch = (library) => library.func('uint32_t touch_ends(_Inout_ uint32_t *value, size_t words)');
/** A buffer over native memory. */
const over = (koffi, pointer, size) => Buffer.from(koffi.view(pointer, size));

/** A case whose buffer lies where `place` puts it. */
const placed = (title, size, place) => ({
  title,
  run(library, koffi) {
    const pointer = place(library);
    const buffer = over(koffi, pointer, size);
    const result = touch(library)(buffer, size / 4);
    const seen = [buffer.readUInt32LE(0), buffer.readUInt32LE(size - 4)];
    library.func('void place_end(void *at, size_t size)')(pointer, size);
    return [result, seen];
  },
});

module.exports = [
  placed('a buffer in the mapping of a file', 8192, (library) => library.func('void *place_file()')()),
  placed('a buffer in shared memory', 8192, (library) => library.func('void *place_shared()')()),
  placed('a buffer of a gibibyte', 1024 * MIB, (library) => library.func('void *place_large(size_t size)')(1024 * MIB)),
  {
    title: 'a SharedArrayBuffer and the memory of WebAssembly',
    run(library) {
      const shared = new SharedArrayBuffer(64);
      const memory = new WebAssembly.Memory({ initial: 1 });
      const function_ = touch(library);
      return [function_(new Uint32Array(shared), 16), function_(new Uint32Array(memory.buffer, 256, 16), 16)];
    },
  },
  {
    title: 'two buffers that overlap and one that shares its page with them',
    run(library) {
      const page = pages(1);
      const function_ = library.func('void push_pop(_Out_ void *dst, const void *src)');
      page.fill(3);
      function_(page.subarray(100, 108), page.subarray(104, 112));
      return page.subarray(96, 116).toString('hex');
    },
  },
  {
    title: 'a buffer that is unmapped while the call runs',
    run(library, koffi) {
      const pointer = library.func('void *place_large(size_t size)')(PAGE);
      return library.func('uint32_t unmap_it(_Inout_ uint32_t *value)')(over(koffi, pointer, PAGE));
    },
  },
  {
    title: 'a buffer that is freed while the call runs',
    run(library, koffi) {
      const pointer = library.func('void *place_heap(size_t size)')(64);
      return library.func('uint32_t free_it(_Inout_ uint32_t *value)')(over(koffi, pointer, 64));
    },
  },
  {
    title: 'other memory in the place of a buffer that was unmapped',
    run(library, koffi) {
      const pointer = library.func('void *place_large(size_t size)')(PAGE);
      const buffer = over(koffi, pointer, PAGE);
      library.func('void place_end(void *at, size_t size)')(pointer, PAGE);
      return [buffer.length, library.func('uint32_t place_again(size_t at, size_t size)')(koffi.address(pointer), PAGE)];
    },
  },
  {
    title: 'a buffer whose end an access goes beyond by a byte',
    run(library) {
      const page = bytes(64);
      library.func('void store_wide(_Out_ void *dst)')(page.subarray(0, 23));
      return page.toString('hex');
    },
  },
];
