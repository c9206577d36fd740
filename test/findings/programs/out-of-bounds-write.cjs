'use strict';
module.exports = ({ koffi, library }) => {
  const fill = library.func('void fill(_Out_ uint8_t *dst, size_t count, int value)');
  const fillWords = library.func('void fill_words(_Out_ uint32_t *dst, size_t count, uint32_t value)');
  const put = library.func('void put(_Inout_ uint8_t *dst, long offset, int value)');
  const putWide = library.func('void put_u64(_Inout_ void *dst, long offset, uint64_t value)');
  const clear = library.func('void clear(_Out_ void *dst, size_t bytes)');
  const append = library.func('void append(_Inout_ char *text, const char *more)');
  const add = library.func('void add(_Inout_ uint8_t *dst, const uint8_t *src, size_t count)');
  const slowFill = library.func('void slow_fill(_Out_ uint8_t *buffer, size_t size, int value)');

  /** Two buffers in neighbouring places of 256 bytes, as the recorder keeps buffers of this size apart. */
  const neighbours = (first, second) => [first, second].map((bytes) => new Uint8Array(new ArrayBuffer(bytes)));

  /** koffi does not keep the buffer of an asynchronous call: the program does. */
  const kept = [];
  const inBackground = (buffer, count) => new Promise((resolve, reject) => {
    kept.push(buffer);
    slowFill.async(buffer, count, 1, (error) => (error ? reject(error) : resolve()));
  });

  return {
    also: { 'vectors and a rest': ['out-of-bounds-read'] },
    mistakes: {
      'one byte too many': () => fill(Buffer.alloc(16), 17, 1),
      'bytes where elements are counted': () => {
        const words = new Uint32Array(5);
        fillWords(words, words.byteLength, 1);
      },
      'in front of the start': () => put(Buffer.alloc(8), -1, 1),
      'a view, and the length of what it looks at': () => {
        const all = new ArrayBuffer(64);
        fill(new Uint8Array(all, 16, 16), all.byteLength - 16, 1);
      },
      'a slice of the pool': () => clear(Buffer.from('0123456789'), 12),
      '8 bytes at the last 4': () => putWide(new Uint32Array(3), 8, 1n),
      'vectors and a rest': () => add(new Uint8Array(70), new Uint8Array(100), 71),
      'no room for the terminator': () => {
        const text = Buffer.alloc(8);
        text.write('four');
        append(text, 'four');
      },
      'into the copy of an array': () => fillWords([0, 0], 3, 1),
      'past a page': () => fill(new Uint8Array(4096), 4098, 1),
      'across a shared buffer': () => {
        const both = new Uint8Array(new SharedArrayBuffer(32));
        put(both.subarray(0, 16), 20, 1);
      },
      'in an asynchronous call': () => inBackground(new Uint8Array(9), 10),
      'on and on, into a buffer of an earlier call': () => {
        const [dst, other] = neighbours(16, 64);
        library.func('uint64_t sum(const uint8_t *other, size_t count)')(other, 64);
        fill(dst, 272, 1);
        return other;
      },
      'into a buffer that no call was given': () => {
        const [dst, other] = neighbours(16, 64);
        put(dst, 256 + 5, 1);
        return other;
      },
      'far behind the end': () => put(neighbours(16, 64)[0], 250, 1),
      'far in front of the start': () => put(neighbours(64, 16)[1], -150, 1),
      'into koffi.alloc memory next to nothing of its own': () => {
        const all = koffi.alloc('uint8_t', 32);
        fill(koffi.view(all, 32).slice(0, 16), 18, 1);
        koffi.free(all);
      },
    },
    correct: {
      'all bytes': () => fill(Buffer.alloc(16), 16, 1),
      'all elements': () => {
        const words = new Uint32Array(5);
        fillWords(words, words.length, 1);
      },
      'the first byte and the last': () => {
        put(Buffer.alloc(8), 0, 1);
        put(Buffer.alloc(8), 7, 1);
      },
      'a view with its own length': () => {
        const view = new Uint8Array(new ArrayBuffer(64), 16, 16);
        fill(view, view.byteLength, 1);
      },
      'a slice of the pool, all of it': () => clear(Buffer.from('0123456789'), 10),
      '8 bytes at the last 8': () => putWide(new Uint32Array(4), 8, 1n),
      'vectors that end with the buffer': () => add(new Uint8Array(71), new Uint8Array(71), 71),
      'room for the terminator': () => {
        const text = Buffer.alloc(9);
        text.write('four');
        append(text, 'four');
      },
      'an array that is long enough': () => fillWords([0, 0, 0], 3, 1),
      'a page': () => fill(new Uint8Array(4096), 4096, 1),
      'into a buffer whose address was passed as a number': () => {
        const kept = new Uint8Array(new ArrayBuffer(24));
        library.func('void keep_bytes(uintptr_t buffer, size_t size)')(koffi.address(kept), 24);
        library.func('void fill_kept_and_more(int value, _Out_ uint8_t *more)')(9, new Uint8Array(1));
        library.func('void drop()')();
        return kept;
      },
      'nothing at all': () => clear(Buffer.alloc(0), 0),
      'a large one': () => clear(new Uint8Array(300_000), 300_000),
      'asynchronous, all bytes': () => inBackground(new Uint8Array(9), 9),
    },
  };
};
