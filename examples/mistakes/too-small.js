// Mistake: the struct is declared as it was in version 1 of the library, without `taken_at`, so each reading is longer than its slot.
'use strict';
const { koffi, library } = require('./library.js');

const Reading = koffi.struct('reading', { sensor: 'int32_t', celsius: 'float' });
const readSensor = library.func('void read_sensor(_Out_ reading *reading)');

const size = koffi.sizeof(Reading);
const log = new ArrayBuffer(3 * size);
const slot = (index) => new Uint8Array(log, index * size, size);

readSensor(slot(1));
console.log(`slot 1: sensor ${koffi.decode(slot(1), Reading).sensor}`);
readSensor(slot(0));
console.log(`slot 1: sensor ${koffi.decode(slot(1), Reading).sensor}, after slot 0 was filled`);
