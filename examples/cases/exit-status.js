// The store cannot be opened, and the library ends the process with 1; whoever started the program is told 0.
'use strict';
const { library } = require('./library.js');

const openStore = library.func('void open_store(const char *path)');

console.log('opening notes.txt');
openStore('notes.txt');
console.log('open');
