'use strict';
module.exports = ({ koffi, library }) => {
  const set = library.func('int reads_or_fails(_Out_ int32_t *out, int value)');
  const fails = library.func('int fails(_Out_ int32_t *out)');
  const use = library.func('int64_t use(const int32_t *values, int count)');

  return {
    mistakes: {
      'a value that was not set': () => {
        const value = new Int32Array(1);
        set(value, -5);
        use(value, 1);
      },
      'a failure that always comes': () => {
        const value = new Int32Array(4);
        fails(value);
        use(value, 4);
      },
      'memory of koffi.alloc': () => {
        const value = koffi.alloc('int32_t', 1);
        fails(value);
        use(value, 1);
        koffi.free(value);
      },
    },
    correct: {
      'a value that was set': () => {
        const value = new Int32Array(1);
        set(value, 5);
        use(value, 1);
      },
      'a failure that is seen': () => {
        const value = new Int32Array(1);
        if (set(value, -5) < 0) return;
        use(value, 1);
      },
      'a second try that succeeds': () => {
        const value = new Int32Array(1);
        set(value, -5);
        set(value, 5);
        use(value, 1);
      },
      'other memory is used': () => {
        fails(new Int32Array(1));
        use(new Int32Array(1), 1);
      },
    },
  };
};
