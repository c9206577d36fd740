// Decodes the picture of the examples with libpng. Prints checksums, and which output each call has.
// `node png.cjs [ROUNDS SIDE]`: a picture of its own, of so many pixels a side, that is written first
// and decoded to a palette, which writes each pixel by itself.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createHash } = require('node:crypto');
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const png = koffi.load('libpng16.so.16');
koffi.struct('png_image', {
  opaque: 'void *', version: 'uint32_t', width: 'uint32_t', height: 'uint32_t', format: 'uint32_t', flags: 'uint32_t',
  colormap_entries: 'uint32_t', warning_or_error: 'uint32_t', message: koffi.array('char', 64),
});
const begin = png.func('int png_image_begin_read_from_memory(_Inout_ png_image *image, const uint8_t *memory, size_t size)');
const finish = png.func('int png_image_finish_read(_Inout_ png_image *image, const void *background, _Out_ uint8_t *pixels, int32_t stride, void *colormap)');

const write = png.func('int png_image_write_to_memory(_Inout_ png_image *image, _Out_ uint8_t *memory, _Inout_ size_t *size, int convert, const uint8_t *pixels, int32_t stride, void *colormap)');
const RGB = 2;
const PALETTE = RGB | 8;

function exampleFile() {
  const file = readFileSync(join(__dirname, '../../../examples/image/sunset.png'));
  const memory = bytes(file.length);
  file.copy(memory);
  return memory;
}

function written(side) {
  const pixels = bytes(side * side * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = at * at >>> 4;
  const memory = bytes(pixels.length + (1 << 16));
  const size = [memory.length];
  const image = { opaque: null, version: 1, width: side, height: side, format: RGB, flags: 0, colormap_entries: 0, warning_or_error: 0, message: '' };
  if (write(image, memory, size, 0, pixels, side * 3, null) !== 1) throw new Error(image.message);
  return memory.subarray(0, size[0]);
}

const side = Number(process.argv[3] ?? 0);
const memory = side > 0 ? written(side) : exampleFile();
function decode() {
  const image = { opaque: null, version: 1, width: 0, height: 0, format: 0, flags: 0, colormap_entries: 0, warning_or_error: 0, message: '' };
  const started = begin(image, memory, memory.length);
  image.format = side > 0 ? PALETTE : RGB;
  const width = side > 0 ? image.width : image.width * 3;
  const pixels = bytes(width * image.height);
  const finished = finish(image, null, pixels, width, side > 0 ? bytes(256 * 3) : null);
  return { shown: [started, finished, image.width, image.height, createHash('sha256').update(pixels).digest('hex')], size: pixels.length };
}

const rounds = Array.from({ length: Number(process.argv[2] ?? 1) }, decode);
console.log(JSON.stringify({
  result: rounds.map(({ shown }) => shown),
  outputs: [{ function: 'png_image_finish_read', argument: 'pixels', size: rounds[0].size }],
}));
