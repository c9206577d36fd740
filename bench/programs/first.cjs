// The first and the second call into zlib, a KiB each; prints both times in ns.
'use strict';
const koffi = require('koffi');

const compress2 = koffi.load('libz.so.1').func('int compress2(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen, int level)');
const source = Buffer.from('first calls cost more than second ones '.repeat(26));
const dest = Buffer.alloc(2048);

function timed() {
  const start = process.hrtime.bigint();
  compress2(dest, [dest.length], source, source.length, 6);
  return Number(process.hrtime.bigint() - start);
}

console.log(JSON.stringify([timed(), timed()]));
