// What `replay.mjs` records: buffers that zlib packs and unpacks, as often as the argument says.
'use strict';
const koffi = require('koffi');
const { prose } = require('./inputs.cjs');

const SIZE = 1 << 20;
const zlib = koffi.load('libz.so.1');
const pack = zlib.func('int compress2(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen, int level)');
const unpack = zlib.func('int uncompress(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen)');

const source = Buffer.alloc(SIZE);
const packed = Buffer.alloc(SIZE + 1024);
prose(source);
for (let round = 0; round < Number(process.argv[2]); round++) {
  const length = [packed.length];
  pack(packed, length, source, SIZE, 1);
  unpack(source, [SIZE], packed, length[0]);
}
