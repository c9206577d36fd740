// One call with a timer at 1 kHz; prints the result, the ticks, and what the other two counters came to.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { numbers } = require('../memory.cjs');

const library = koffi.load(join(__dirname, '../../fixtures/build/libfixtures.so'));
const value = numbers([0, 0, 0]);
const result = library.func('uint32_t ticking(_Inout_ uint32_t *value, uint32_t rounds)')(value, Number(process.argv[2]));
console.log(JSON.stringify({ result, ticks: value.readUInt32LE(0), sum: value.readUInt32LE(4), mixed: value.readUInt32LE(8) }));
