// Mistake: `log_to` keeps the pointer, but a Buffer is only lent to a call. Memory from koffi.alloc would stay where it is.
'use strict';
const { library } = require('./library.js');

const logTo = library.func('void log_to(_Out_ char *buffer, size_t size)');
const logLine = library.func('void log_line(const char *text)');

const buffer = Buffer.alloc(64);
logTo(buffer, buffer.length);
logLine('started');
logLine('working');

console.log(JSON.stringify(buffer.toString('latin1', 0, buffer.indexOf(0))));
