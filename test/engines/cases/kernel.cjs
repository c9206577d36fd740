'use strict';
const { bytes, counting } = require('../memory.cjs');

module.exports = [
  {
    title: 'read writes as many bytes as it got',
    run(library) {
      const dst = bytes(16);
      return [library.func('long read_pipe(_Out_ void *dst, size_t size)')(dst, 16), dst.toString('latin1', 0, 5)];
    },
  },
  {
    title: 'write reads the bytes it sent',
    run: (library) => library.func('long write_pipe(const void *src, size_t size)')(counting(24), 24),
  },
  {
    title: 'readv fills one buffer and then the next',
    run(library) {
      const [first, second] = [bytes(8), bytes(8)];
      const length = library.func('long read_vector(_Out_ void *first, _Out_ void *second)')(first, second);
      return [length, first.toString('latin1', 0, 3), second.toString('latin1', 0, 2)];
    },
  },
  {
    title: 'a system call that fails touches nothing',
    run: (library) => library.func('long read_nothing(_Out_ void *dst, size_t size)')(bytes(16), 16),
  },
  {
    title: 'open reads its path and pread fills the buffer',
    run(library) {
      const dst = bytes(16).fill(1);
      const read = library.func('long read_file(const char *path, _Out_ void *dst, size_t size, long offset)');
      return [read('/dev/zero', dst, 6, 2), dst.toString('hex')];
    },
  },
];
