'use strict';
module.exports = ({ koffi, library }) => {
  const keepName = library.func('void keep_name(const char *text)');
  const nameLength = library.func('size_t name_length()');
  const copyName = library.func('void copy_name(const char *text)');
  const keepCounter = library.func('void keep_counter(_Out_ int32_t *value)');
  const bump = library.func('void bump()');
  const keepBytes = library.func('void keep_bytes(uint8_t *buffer, size_t size)');
  const fillKept = library.func('void fill_kept(int value)');
  const drop = library.func('void drop()');
  const startFilling = library.func('void start_filling(uint8_t *buffer, size_t size, unsigned int milliseconds)');
  const waitForIt = library.func('void wait_for_it()');
  const fillInThread = library.func('void fill_in_thread(_Out_ uint8_t *buffer, size_t size)');
  const readThrough = library.func('void read_through(const uint64_t *pointers, size_t size)');
  const sum = library.func('uint64_t sum(const uint8_t *src, size_t count)');

  return {
    mistakes: {
      'a string': () => {
        keepName('a name that is only lent');
        nameLength();
        drop();
      },
      'a number by pointer': () => {
        keepCounter([0]);
        bump();
        drop();
      },
      'an array of bytes': () => {
        keepBytes([1, 2, 3, 4], 4);
        fillKept(9);
        drop();
      },
      'a string, and other calls with strings in between': () => {
        const length = library.func('size_t kept_name_length(const char *text)');
        keepName('a name that is only lent');
        length('a text of the later call');
        drop();
      },
      'a Buffer that is written later': () => {
        keepBytes(Buffer.alloc(24), 24);
        fillKept(9);
        drop();
      },
      'a thread that goes on after the call': () => {
        startFilling(Buffer.alloc(12), 12, 20);
        waitForIt();
        drop();
      },
    },
    correct: {
      'a string that is copied': () => {
        copyName('a name that is copied');
        nameLength();
        drop();
      },
      'memory of koffi.alloc': () => {
        const counter = koffi.alloc('int32_t', 1);
        keepCounter(counter);
        bump();
        drop();
        koffi.free(counter);
      },
      'a Buffer that is passed again': () => {
        const buffer = Buffer.alloc(24);
        keepBytes(buffer, 24);
        library.func('void fill(_Out_ uint8_t *dst, size_t count, int value)')(buffer, 24, 1);
        drop();
      },
      'a Buffer whose address is in what is passed': () => {
        const buffer = Buffer.alloc(24);
        sum(buffer, 24);
        readThrough(new BigUint64Array([koffi.address(buffer)]), 24);
      },
      'a string passed twice': () => {
        keepName('one');
        copyName('one');
        nameLength();
        drop();
      },
      'a thread that ends with the call': () => fillInThread(Buffer.alloc(12), 12),
      'a Buffer that a library goes on reading while the program keeps it': () => {
        const text = Buffer.from('kept by both\0');
        keepName(text);
        nameLength();
        drop();
        return text;
      },
      // Nobody can tell: koffi puts what it hands back in the same place for each call, and zlib knows its z_stream by that.
      'a number by pointer, and the one of the later call in its place': () => {
        keepCounter([0]);
        library.func('void bump_and_set(_Out_ int32_t *value)')([0]);
        drop();
      },
      'a Buffer that is kept and never used': () => {
        keepBytes(Buffer.alloc(24), 24);
        drop();
      },
    },
  };
};
