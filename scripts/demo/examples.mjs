// The programs that the demo records, in the order of the tour; `look` says what to see in a mistake's table.
export const examples = [
  { name: 'zlib', title: 'zlib compresses a file and decompresses it again', program: 'examples/zlib/main.js' },
  { name: 'sqlite', title: 'SQLite fills a table, queries it and reads a blob', program: 'examples/sqlite/main.mjs' },
  { name: 'image', title: 'libpng decodes a picture', program: 'examples/image/main.js' },
  {
    name: 'too-small', title: 'Mistake: a struct that is declared too small', program: 'examples/mistakes/too-small.js',
    look: 'each call writes 8 bytes behind the slot that it was given',
  },
  {
    name: 'in-instead-of-out', title: 'Mistake: results that are declared as input', program: 'examples/mistakes/in-instead-of-out.js',
    look: '`low` and `high` are declared in, yet written: the program never sees it',
  },
  {
    name: 'kept-pointer', title: 'Mistake: a buffer that is used after the call it was lent to', program: 'examples/mistakes/kept-pointer.js',
    look: 'log_to wrote 1 byte of `buffer`; the two lines that are in it came later, from calls that were not given it',
  },
  { name: 'crash', title: 'Mistake: null where a struct belongs (this one crashes, as it should)', program: 'examples/mistakes/crash.js' },
  { name: 'exit-code', title: 'Mistake: an exit code that hides a failure', program: 'examples/mistakes/exit-code.js' },
];
