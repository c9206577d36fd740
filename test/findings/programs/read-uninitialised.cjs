'use strict';
module.exports = ({ koffi, library }) => {
  const sum = library.func('uint64_t sum(const uint8_t *src, size_t count)');
  const sumWords = library.func('uint64_t sum_words(const uint32_t *src, size_t count)');
  const add = library.func('void add(_Inout_ uint8_t *dst, const uint8_t *src, size_t count)');
  const fill = library.func('void fill(_Inout_ uint8_t *dst, size_t count, int value)');
  const copyForward = library.func('void copy_forward(_Out_ uint8_t *dst, const uint8_t *src, size_t count)');
  const libraryMeasure = library.func('size_t library_measure(const char *text)');
  const upper = library.func('void upper(char *text)');

  return {
    mistakes: {
      'all of a new Buffer': () => sum(Buffer.allocUnsafe(24), 24),
      'what lies behind the part that was written': () => {
        const buffer = Buffer.allocUnsafe(64);
        buffer.fill(1, 0, 40);
        sum(buffer, 64);
      },
      'a member that was left out': () => {
        const buffer = Buffer.allocUnsafe(12);
        buffer.writeUInt32LE(1, 0);
        buffer.writeUInt32LE(3, 8);
        sumWords(buffer, 3);
      },
      'the old contents of what is added to': () => add(Buffer.allocUnsafe(48), Buffer.alloc(48), 48),
      'by the C library, which copies it': () => library.func('void move(_Out_ uint8_t *dst, const uint8_t *src, size_t count)')(Buffer.alloc(20), Buffer.allocUnsafe(20), 20),
    },
    correct: {
      'all of a Buffer that was filled': () => sum(Buffer.allocUnsafe(24).fill(0xfe), 24),
      'the part that was written': () => {
        const buffer = Buffer.allocUnsafe(64);
        buffer.fill(1, 0, 40);
        sum(buffer, 40);
      },
      'zeros are written by Buffer.alloc': () => sum(Buffer.alloc(24), 24),
      'what the call wrote itself': () => {
        const buffer = Buffer.allocUnsafe(24);
        fill(buffer, 24, 1);
        sum(buffer, 24);
        copyForward(Buffer.allocUnsafe(24), buffer, 24);
      },
      'typed arrays are zero': () => sum(new Uint8Array(24), 24),
      'koffi.alloc gives zeros': () => {
        const memory = koffi.alloc('uint8_t', 24);
        sum(memory, 24);
        koffi.free(memory);
      },
      'a text, and nothing behind it': () => {
        const text = Buffer.allocUnsafe(40);
        text.write('TEXT\0');
        libraryMeasure(text);
        upper(text);
      },
    },
  };
};
