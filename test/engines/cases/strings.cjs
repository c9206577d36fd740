'use strict';
const { bytes, counting } = require('../memory.cjs');

module.exports = [
  {
    title: 'rep movs is one read and one write of the whole range',
    run(library) {
      const dst = bytes(100);
      library.func('void rep_movsb(_Out_ void *dst, const void *src, size_t n)')(dst, counting(100), 100);
      return dst.toString('hex');
    },
  },
  {
    title: 'rep movs with a count of zero touches nothing',
    run: (library) => library.func('void rep_movsb(_Out_ void *dst, const void *src, size_t n)')(bytes(16), bytes(16), 0),
  },
  {
    title: 'rep stos is one write of the whole range',
    run(library) {
      const dst = bytes(32);
      library.func('void rep_stosd(_Out_ void *dst, uint32_t value, size_t n)')(dst, 0x01020304, 8);
      return dst.toString('hex');
    },
  },
  {
    title: 'rep movs that runs downwards covers the range from its lowest byte',
    run(library) {
      const dst = bytes(32);
      library.func('void rep_movsq_down(_Out_ void *dst, const void *src, size_t n)')(dst, counting(32), 4);
      return dst.toString('hex');
    },
  },
  {
    title: 'repe cmps reads both sides up to the first difference',
    run(library) {
      const [a, b] = [counting(16), counting(16)];
      b[5] = 99;
      return library.func('int repe_cmpsb(const void *a, const void *b, size_t n)')(a, b, 16);
    },
  },
  {
    title: 'repne scas reads up to the byte it finds',
    run(library) {
      const text = bytes(32);
      text.write('hello');
      return library.func('size_t repne_scasb(const void *text)')(text);
    },
  },
  {
    title: 'a string instruction without a prefix is one element',
    run(library) {
      const dst = bytes(16);
      library.func('void single_strings(_Out_ void *dst, const void *src)')(dst, counting(16));
      return dst.toString('hex');
    },
  },
];
