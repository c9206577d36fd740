'use strict';
module.exports = ({ koffi, library }) => {
  koffi.struct('stat_like', { kind: 'uint8_t', size: 'int64_t', mode: 'int32_t' });
  koffi.struct('greeting', { text: koffi.array('char', 16) });
  koffi.union('never_number', { whole: 'int32_t', real: 'double' });
  const split = library.func('int split(int32_t value, _Out_ int32_t *quotient, _Out_ int32_t *remainder)');
  const examine = library.func('int examine(_Out_ stat_like *out, int with_mode)');
  const oddOnes = library.func('void odd_ones(_Out_ int16_t *out, int count)');
  const squares = library.func('void squares(_Out_ int32_t *out, int count)');
  const someSquares = library.func('int some_squares(_Out_ int32_t *out, int room)');
  const byPointer = library.func('void some_squares_by_pointer(_Out_ int32_t *out, _Out_ int32_t *count)');
  const greet = library.func('void greet(_Out_ char *out, size_t room)');
  const fill = library.func('void fill(_Out_ uint8_t *dst, size_t count, int value)');

  return {
    mistakes: {
      'a number that is only sometimes written': () => split(40, [0], [0]),
      'a member': () => examine({}, 0),
      'every second element': () => oddOnes([0, 0, 0, 0, 0], 5),
      'the last element': () => library.func('void almost_squares(_Out_ int32_t *out, int count)')([0, 0, 0, 0], 4),
      'all of a result': () => library.func('int same(_Out_ void *one, const void *other, size_t bytes)')(Buffer.alloc(4), Buffer.alloc(4), 4),
      'a text that had no room': () => greet(Buffer.alloc(4), 4),
    },
    correct: {
      'numbers that are written': () => split(42, [0], [0]),
      'padding is no member': () => examine({}, 1),
      'all elements': () => squares([0, 0, 0, 0], 4),
      'as many elements as an argument says': () => squares([0, 0, 0, 0], 3),
      'as many as the result says': () => someSquares([0, 0, 0, 0, 0, 0], 6),
      'as many as a number says that came back': () => byPointer([0, 0, 0, 0, 0, 0], [0]),
      'a text that ends before its buffer': () => greet(Buffer.alloc(32), 32),
      'a text in a struct': () => library.func('void greet(_Out_ greeting *out, size_t room)')({}, 16),
      'a result of a call that failed': () => library.func('int fails(_Out_ int32_t *out)')([0]),
      'one member of a union': () => library.func('void as_real(_Out_ never_number *out)')(new koffi.Union('never_number')),
      'as many as an argument says': () => fill(Buffer.alloc(32), 20, 1),
      'bytes of a buffer that goes in and out': () => library.func('void put(_Inout_ uint8_t *dst, long offset, int value)')(Buffer.alloc(8), 3, 1),
    },
  };
};
