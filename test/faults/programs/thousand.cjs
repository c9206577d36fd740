// Makes a thousand calls, or as many thousands as it is told, and says how many.
'use strict';
const { fill } = require('./library.cjs');
const buffer = Buffer.alloc(64);
const count = 1000 * Number(process.argv[2] ?? 1);
for (let i = 0; i < count; i++) fill(buffer, 64, i & 255);
console.log(count);
