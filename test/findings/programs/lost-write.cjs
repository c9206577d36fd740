'use strict';
module.exports = ({ koffi, library }) => {
  const Pair = koffi.struct('lost_pair', { first: 'int32_t', second: 'int32_t' });
  const func = (declaration) => library.func(declaration);

  return {
    mistakes: {
      'a number by pointer': () => func('int split(int32_t value, int32_t *quotient, _Out_ int32_t *remainder)')(42, [0], [0]),
      'a struct': () => func('void set_pair(lost_pair *out)')({ first: 0, second: 0 }),
      'a string that is changed in place': () => func('void upper(char *text)')('lower case'),
      'an array': () => func('void squares(int32_t *out, int count)')([0, 0, 0, 0], 4),
      'part of a struct, by the C library': () => func('void clear(lost_pair *out, size_t bytes)')({ first: 1, second: 2 }, 4),
    },
    correct: {
      'numbers declared as results': () => func('int split(int32_t value, _Out_ int32_t *quotient, _Out_ int32_t *remainder)')(42, [0], [0]),
      'a struct declared as a result': () => func('void set_pair(_Out_ lost_pair *out)')({}),
      'a struct that goes in and comes back': () => func('void set_pair(_Inout_ lost_pair *out)')({ first: 0, second: 0 }),
      'a Buffer is written in place, however it is declared': () => func('void upper(char *text)')(Buffer.from('lower case\0')),
      'a string that needs no change': () => func('void upper(char *text)')('UPPER CASE'),
      'an array that is only read': () => func('int64_t use(const int32_t *values, int count)')([1, 2, 3], 3),
      'memory of koffi.alloc': () => {
        const pair = koffi.alloc(Pair, 1);
        func('void set_pair(lost_pair *out)')(pair);
        koffi.free(pair);
      },
    },
  };
};
