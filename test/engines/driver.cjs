// The traced program: runs the cases that its arguments name, one after the other, and prints what each returned.
// A call of `case_begins` stands in front of each, so that the calls of a case can be told from those of the next.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { find } = require('./cases/index.cjs');

const library = koffi.load(join(__dirname, '../fixtures/build/libfixtures.so'));
const begin = library.func('void case_begins(int number)');

async function run(titles) {
  for (const [number, title] of titles.entries()) {
    begin(number);
    const result = await find(title).run(library, koffi);
    console.log(JSON.stringify(result ?? null, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
  }
}
run(process.argv.slice(2));
