// Compresses bytes with the system's zlib and decompresses them. Prints both results, and which output each call has.
// `node zlib.cjs [SIZE]`
'use strict';
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const zlib = koffi.load('libz.so.1');
const compress2 = zlib.func('int compress2(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen, int level)');
const uncompress = zlib.func('int uncompress(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen)');

const size = Number(process.argv[2] ?? 600);
const source = bytes(size);
// Beyond the first 600 bytes the text is random, or there would be little to read and write.
for (let at = 600, state = 1; at < size; at++) source[at] = 97 + ((state = Math.imul(state, 1664525) + 1013904223) >>> 27);
source.write('which bytes of my buffers did this native call read and write? '.repeat(10), 0, 600);
const packed = bytes(size + 424);
const packedSize = [packed.length];
const unpacked = bytes(size);
const unpackedSize = [unpacked.length];
const status = [compress2(packed, packedSize, source, source.length, 6), uncompress(unpacked, unpackedSize, packed.subarray(0, packedSize[0]), packedSize[0])];

console.log(JSON.stringify({
  result: [status, packed.toString('hex', 0, Math.min(packedSize[0], 1000)), unpacked.equals(source)],
  outputs: [{ function: 'compress2', argument: 'dest', size: packedSize[0] }, { function: 'uncompress', argument: 'dest', size: unpackedSize[0] }],
}));
