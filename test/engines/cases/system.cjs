'use strict';
const { bytes, counting } = require('../memory.cjs');

/** A function whose only argument is a buffer of so many bytes; gives its result. */
const filled = (title, name, size, show = () => null) => ({
  title,
  run(library) {
    const out = bytes(size);
    return [library.func(`long ${name}(_Inout_ void *out)`)(out), show(out)];
  },
});

module.exports = [
  filled('stat fills its structure', 'stat_root', 256),
  {
    title: 'getrandom fills as many bytes as were asked for',
    run: (library) => library.func('long random_bytes(_Out_ void *out, size_t size)')(bytes(40), 24),
  },
  {
    title: 'a message is sent from two buffers and received in two others',
    run(library) {
      const [out, more] = [bytes(8), bytes(8)];
      const length = library.func('long send_message(const void *first, const void *second, _Out_ void *out, _Out_ void *more)')(counting(3), counting(4), out, more);
      return [length, out.toString('hex'), more.toString('hex')];
    },
  },
  {
    title: 'getdents writes the names of a folder',
    run: (library) => library.func('long list_folder(_Out_ void *out, size_t size)')(bytes(512), 512),
  },
  filled('ioctl tells how much waits in a pipe', 'bytes_waiting', 8, (out) => out.readInt32LE(0)),
  filled('poll reads what is asked and writes what is so', 'poll_pipe', 16, (out) => out.toString('hex')),
  filled('epoll writes as many events as there are', 'epoll_pipe', 48, (out) => out.toString('hex', 0, 16)),
  filled('a futex is looked at where it is compared', 'futex_words', 4),
  filled('io_uring works, and what it touches is not known', 'ask_io_uring', 256),
  filled('the time comes without a system call', 'tell_time', 16),
];
