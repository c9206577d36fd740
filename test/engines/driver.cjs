// The traced program: runs the one case that its argument names and prints what the case returned.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { find } = require('./cases/index.cjs');

const library = koffi.load(join(__dirname, '../fixtures/build/libfixtures.so'));
const chosen = find(process.argv[2]);
Promise.resolve(chosen.run(library, koffi)).then((result) => {
  console.log(JSON.stringify(result ?? null, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
});
