// Mistake: the struct is declared as it was in version 1 of the library, without `taken_at`.
'use strict';
const { koffi, library } = require('./library.js');

const Reading = koffi.struct('reading', { sensor: 'int32_t', celsius: 'float' });
const readSensor = library.func('void read_sensor(_Out_ reading *reading)');

const reading = {};
readSensor(reading);

console.log(`sensor ${reading.sensor}: ${reading.celsius} degrees, in ${koffi.sizeof(Reading)} bytes`);
