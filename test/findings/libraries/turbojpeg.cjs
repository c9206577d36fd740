// A picture packed as JPEG and unpacked again, into a buffer of the program and into memory of the library.
'use strict';
const koffi = require('koffi');
const jpeg = koffi.load('libturbojpeg.so.0');

const newCompressor = jpeg.func('void *tjInitCompress()');
const newDecompressor = jpeg.func('void *tjInitDecompress()');
const bound = jpeg.func('unsigned long tjBufSize(int width, int height, int subsampling)');
const compress = jpeg.func('int tjCompress2(void *handle, const uint8_t *pixels, int width, int pitch, int height, int format, _Inout_ void **jpeg, _Inout_ unsigned long *size, int subsampling, int quality, int flags)');
const header = jpeg.func('int tjDecompressHeader3(void *handle, const uint8_t *jpeg, unsigned long size, _Out_ int *width, _Out_ int *height, _Out_ int *subsampling, _Out_ int *colours)');
const decompress = jpeg.func('int tjDecompress2(void *handle, const uint8_t *jpeg, unsigned long size, _Out_ uint8_t *pixels, int width, int pitch, int height, int format, int flags)');
const free = jpeg.func('void tjFree(void *memory)');
const destroy = jpeg.func('int tjDestroy(void *handle)');

const [WIDTH, HEIGHT, RGB, HALF] = [67, 45, 0, 2];
const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
for (let at = 0; at < pixels.length; at++) pixels[at] = (at * at) >> 5;

const compressor = newCompressor();
const [out, size] = [[null], [0]];
if (compress(compressor, pixels, WIDTH, 0, HEIGHT, RGB, out, size, HALF, 90, 0) !== 0) throw new Error('not packed');
const packed = Buffer.from(koffi.decode(out[0], koffi.array('uint8_t', Number(size[0]), 'Typed')));
free(out[0]);
destroy(compressor);

const decompressor = newDecompressor();
const [width, height, subsampling, colours] = [[0], [0], [0], [0]];
header(decompressor, packed, packed.length, width, height, subsampling, colours);
const again = Buffer.alloc(width[0] * height[0] * 3);
if (decompress(decompressor, packed, packed.length, again, width[0], 0, height[0], RGB, 0) !== 0) throw new Error('not unpacked');
destroy(decompressor);
console.log(`${width[0]} x ${height[0]}, ${packed.length < bound(WIDTH, HEIGHT, HALF) ? 'smaller' : 'too long'}, ${Math.max(...again) - Math.min(...again)}`);
