// Sound is read into a buffer, the program goes on and ends with 0, and now and then something else is broken or crashes:
// `read_samples` counts samples, but is told the number of bytes.
'use strict';
const { library } = require('./library.js');

const readSamples = library.func('void read_samples(_Out_ int16_t *samples, size_t count)');

const bytes = new ArrayBuffer(64);
const samples = new Int16Array(bytes, 0, 16);
const name = Buffer.from(bytes, 32, 12);
name.write('living room');
readSamples(samples, samples.byteLength);

console.log(`${samples.length} samples from ${JSON.stringify(name.toString('latin1', 0, 11))}`);
