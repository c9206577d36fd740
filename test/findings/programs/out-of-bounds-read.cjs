'use strict';
module.exports = ({ koffi, library }) => {
  const sum = library.func('uint64_t sum(const uint8_t *src, size_t count)');
  const sumWords = library.func('uint64_t sum_words(const uint32_t *src, size_t count)');
  const get = library.func('int get(const uint8_t *src, long offset)');
  const measure = library.func('size_t measure(const char *text)');
  const libraryMeasure = library.func('size_t library_measure(const char *text)');
  const same = library.func('int same(const void *one, const void *other, size_t bytes)');
  const checksum = library.func('uint32_t checksum(const uint8_t *src, size_t count)');
  const add = library.func('void add(_Inout_ uint8_t *dst, const uint8_t *src, size_t count)');
  const view = (offset, length) => new Uint8Array(new ArrayBuffer(64), offset, length);

  return {
    mistakes: {
      'one byte too many': () => sum(Buffer.alloc(16), 17),
      'bytes where elements are counted': () => {
        const words = new Uint32Array(6);
        sumWords(words, words.byteLength);
      },
      'in front of the start': () => get(Buffer.alloc(8), -2),
      'a text without its terminator': () => measure(Buffer.from('no end')),
      'a view, and the length of what it looks at': () => sum(view(8, 8), 64 - 8),
      'a word of which half is there': () => checksum(view(0, 10), 12),
      'a second operand that is shorter': () => add(new Uint8Array(40), new Uint8Array(39), 40),
      'into a buffer that no call was given': () => {
        const [src, other] = [16, 64].map((bytes) => new Uint8Array(new ArrayBuffer(bytes)));
        get(src, 256 + 5);
        return other;
      },
      'behind an array': () => sumWords([1, 2, 3], 4),
    },
    correct: {
      'all bytes': () => sum(Buffer.alloc(16), 16),
      'all elements': () => {
        const words = new Uint32Array(6);
        sumWords(words, words.length);
      },
      'the first byte and the last': () => {
        get(Buffer.alloc(8), 0);
        get(Buffer.alloc(8), 7);
      },
      'a text with its terminator': () => measure(Buffer.from('an end\0')),
      'the C library looks for the terminator in whole vectors': () => {
        for (let length = 1; length < 70; length++) libraryMeasure(Buffer.from(`${'x'.repeat(length)}\0`));
        libraryMeasure('a string');
      },
      'a view with its own length': () => sum(view(8, 8), 8),
      'words and a rest that is left out': () => checksum(view(0, 10), 10),
      'a comparison of what there is': () => same(Buffer.alloc(24), Buffer.alloc(24), 24),
      'vectors that end with the buffer': () => add(new Uint8Array(40), new Uint8Array(40), 40),
      'an array that is long enough': () => sumWords([1, 2, 3, 4], 4),
      'a buffer whose address is in memory of koffi.alloc': () => {
        const kept = new Uint8Array(new ArrayBuffer(24));
        const pointers = koffi.alloc('void *', 1);
        koffi.encode(pointers, 'void *', koffi.address(kept));
        library.func('void read_through(const void *pointers, size_t size)')(pointers, 24);
        koffi.free(pointers);
        return kept;
      },
      'memory of koffi.alloc, all of it': () => {
        const memory = koffi.alloc('uint8_t', 20);
        sum(koffi.view(memory, 20).slice(), 20);
        koffi.free(memory);
      },
    },
  };
};
