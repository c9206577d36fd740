'use strict';
const { bytes, counting, numbers } = require('../memory.cjs');

/** A case that copies `size` bytes with the function of this name. */
const copy = (title, name, size, needs) => ({
  title,
  needs,
  run(library) {
    const dst = bytes(size);
    library.func(`void ${name}(_Out_ void *dst, const void *src)`)(dst, counting(size));
    return dst.toString('hex');
  },
});

module.exports = [
  copy('a vector load or store is one access, and half a register is half of it', 'copy_sse', 36),
  copy('a 32-byte vector is one access', 'copy_avx', 48, 'avx2'),
  copy('a 64-byte vector is one access', 'copy_avx512', 64, 'avx512f'),
  {
    title: 'vector arithmetic reads its memory operand',
    needs: 'avx2',
    run(library) {
      const dst = counting(20);
      library.func('void add_vectors(_Inout_ uint32_t *dst, const uint32_t *a)')(dst, numbers([1, 2, 3, 4, 5, 6, 7, 8, 9]));
      return dst.toString('hex');
    },
  },
  {
    title: 'a store past the caches is a write',
    run: (library) => library.func('void stream(_Out_ void *dst)')(bytes(20)),
  },
];
