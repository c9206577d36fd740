// Loads the library of these examples, and says what to do when it has not been compiled yet.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const koffi = require('koffi');

const path = join(__dirname, 'build/libcases.so');
if (!existsSync(path)) {
  console.error('The library of this example is not compiled yet: run `npm run setup` first.');
  process.exit(1);
}

module.exports = { koffi, library: koffi.load(path) };
