// Compresses a picture with libjpeg-turbo and decompresses it. Prints checksums, and which output the call has.
// `node jpeg.cjs [SIDE] [ROUNDS]`
'use strict';
const { createHash } = require('node:crypto');
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const [side, rounds] = [Number(process.argv[2] ?? 16), Number(process.argv[3] ?? 1)];
const jpeg = koffi.load('libturbojpeg.so.0');
const initCompress = jpeg.func('void *tjInitCompress()');
const initDecompress = jpeg.func('void *tjInitDecompress()');
const compress = jpeg.func('int tjCompress2(void *handle, const uint8_t *pixels, int width, int pitch, int height, int format, _Inout_ void **out, _Inout_ unsigned long *size, int subsampling, int quality, int flags)');
const decompress = jpeg.func('int tjDecompress2(void *handle, const uint8_t *data, unsigned long size, _Out_ uint8_t *pixels, int width, int pitch, int height, int format, int flags)');
const NO_REALLOC = 1024;

const pixels = bytes(side * side * 3);
for (let at = 0; at < pixels.length; at++) pixels[at] = (at % 97 * 2 + Math.floor(at / 300)) & 255;
const packed = bytes(side * side * 3 + 4096);
const decoded = bytes(pixels.length);
const [compressor, decompressor] = [initCompress(), initDecompress()];
const results = [];
for (let round = 0; round < rounds; round++) {
  const size = [packed.length];
  const status = compress(compressor, pixels, side, 0, side, 0, [packed], size, 0, 90, NO_REALLOC);
  results.push(status, size[0], decompress(decompressor, packed, size[0], decoded, side, 0, side, 0, 0));
}
console.log(JSON.stringify({
  result: [results, createHash('sha256').update(decoded).digest('hex')],
  outputs: [{ function: 'tjDecompress2', argument: 'pixels', size: decoded.length }],
}));
