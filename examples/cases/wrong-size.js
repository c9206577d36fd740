// A struct is given a buffer of the sum of its members, 1 + 8 + 4 bytes. The compiler puts `celsius` at 8 and `battery` at 16.
'use strict';
const { koffi, library } = require('./library.js');

koffi.struct('reading', { sensor: 'uint8_t', celsius: 'double', battery: 'int32_t' });
const lastReading = library.func('void last_reading(_Out_ reading *reading)');

const reading = Buffer.alloc(1 + 8 + 4);
lastReading(reading);

console.log(`sensor ${reading[0]}`);
