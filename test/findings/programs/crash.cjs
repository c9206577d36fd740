'use strict';
module.exports = ({ koffi, library }) => {
  koffi.struct('node', { next: 'void *', value: 'int64_t' });
  const second = library.func('int64_t second(const node *list)');
  const storeAt = library.func('void store_at(_Inout_ uint8_t *base, int64_t offset, int value)');
  const lonelyPage = library.func('void *lonely_page()');
  const readable = library.func('int readable(const uint8_t *at)');
  const jumpTo = library.func('int jump_to(void *where)');
  const put = library.func('void put(_Inout_ uint8_t *dst, long offset, int value)');
  const mistakes = {
    'a member of a null struct': () => second({ value: 1n, next: null }),
    'a null pointer': () => storeAt(null, 0, 1),
    'an address that is none': () => put(Buffer.alloc(16), 2 ** 45, 1),
    'behind a page at whose end the mapping ends': () => put(lonelyPage(), 4096, 1),
    'into code': () => library.func('void write_to_code()')(),
    'a jump to data': () => jumpTo(Buffer.alloc(16)),
    'abort': () => library.func('void give_up()')(),
  };

  return {
    mistakes,
    alone: Object.keys(mistakes),
    correct: {
      'a member of a struct': () => second({ value: 1n, next: koffi.as([{ value: 2n, next: null }], 'node *') }),
      'the last byte of a page': () => put(lonelyPage(), 4095, 1),
      'a fault that the library catches itself': () => readable(8n),
      'a fault that it does not have': () => readable(Buffer.alloc(1)),
    },
  };
};
