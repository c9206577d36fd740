'use strict';
const { bytes, counting, numbers } = require('../memory.cjs');

const ON = 0xffffffff;

/** Stores eight counted lanes under this mask. */
const maskedStore = (title, mask) => ({
  title,
  needs: 'avx2',
  run(library) {
    const dst = bytes(32);
    library.func('void masked_store(_Out_ uint32_t *dst, const int32_t *mask, const uint32_t *src)')(dst, numbers(mask), counting(32));
    return dst.toString('hex');
  },
});

module.exports = [
  maskedStore('a masked store writes only its active lanes', [ON, 0, ON, 0, 0, ON, 0, 0]),
  maskedStore('active lanes side by side are one access', [ON, ON, ON, 0, 0, 0, ON, ON]),
  maskedStore('a masked store without an active lane writes nothing', [0, 0, 0, 0, 0, 0, 0, 0]),
  {
    title: 'a masked load reads only its active lanes',
    needs: 'avx2',
    run: (library) => library.func('uint32_t masked_load(const uint32_t *src, const int32_t *mask)')(numbers([5, 6, 7, 8]), numbers([ON, 0, 0, ON])),
  },
  {
    title: 'maskmovdqu writes only the bytes its mask selects',
    run(library) {
      const mask = bytes(16);
      mask[1] = mask[8] = mask[15] = 0x80;
      const dst = bytes(16);
      library.func('void byte_masked_store(_Out_ void *dst, const void *mask)')(dst, mask);
      return dst.toString('hex');
    },
  },
  {
    title: 'a store under a mask register writes only its active lanes',
    needs: 'avx512f',
    run(library) {
      const dst = bytes(64);
      library.func('void masked_store_512(_Out_ uint32_t *dst, uint32_t mask)')(dst, 0b1000_0000_0000_0101);
      return dst.toString('hex');
    },
  },
  {
    title: 'a load under a mask register reads only its active lanes',
    needs: 'avx512f',
    run: (library) => library.func('uint32_t masked_load_512(const uint32_t *src, uint32_t mask)')(counting(64), 0b0001_0000_0000_0001),
  },
  {
    title: 'a compressing store writes as many lanes as its mask selects',
    needs: 'avx512f',
    run(library) {
      const dst = bytes(64);
      library.func('void compress_store(_Out_ uint32_t *dst, uint32_t mask)')(dst, 0b1000_0000_0000_0101);
      return dst.toString('hex');
    },
  },
  {
    title: 'a gather reads each active element where its index points',
    needs: 'avx2',
    run(library) {
      const dst = bytes(16);
      const gather = library.func('void gather(_Out_ uint32_t *dst, const uint32_t *src, const int32_t *index, const int32_t *mask)');
      gather(dst, counting(32), numbers([7, 1, 0, 3]), numbers([ON, ON, 0, ON]));
      return dst.toString('hex');
    },
  },
  {
    title: 'a scatter writes each active element where its index points',
    needs: 'avx512vl',
    run(library) {
      const dst = bytes(32);
      library.func('void scatter(_Out_ uint32_t *dst, const int32_t *index, uint32_t mask)')(dst, numbers([6, 1, 0, 3]), 0b1011);
      return dst.toString('hex');
    },
  },
];
