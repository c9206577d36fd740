// The programs that the demo records.
export const examples = [
  { name: 'zlib', title: 'zlib compresses a file and decompresses it again', program: 'examples/zlib/main.js', touched: true },
  { name: 'sqlite', title: 'SQLite fills a table, queries it and reads a blob', program: 'examples/sqlite/main.mjs', touched: true },
  { name: 'image', title: 'libpng decodes a picture', program: 'examples/image/main.js', touched: true },
  { name: 'too-small', title: 'mistake: a struct that is declared too small', program: 'examples/mistakes/too-small.js' },
  { name: 'in-instead-of-out', title: 'mistake: results that are declared as input', program: 'examples/mistakes/in-instead-of-out.js' },
  { name: 'kept-pointer', title: 'mistake: a buffer that is used after the call it was lent to', program: 'examples/mistakes/kept-pointer.js' },
  { name: 'crash', title: 'mistake: null where a struct belongs (this one crashes, as it should)', program: 'examples/mistakes/crash.js' },
  { name: 'exit-code', title: 'mistake: an exit code that hides a failure', program: 'examples/mistakes/exit-code.js' },
];
