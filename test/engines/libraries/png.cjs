// Decodes the picture of the examples with libpng. Prints a checksum, and which output each call has.
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

const file = readFileSync(join(__dirname, '../../../examples/image/sunset.png'));
const memory = bytes(file.length);
file.copy(memory);
const image = { opaque: null, version: 1, width: 0, height: 0, format: 0, flags: 0, colormap_entries: 0, warning_or_error: 0, message: '' };
const started = begin(image, memory, memory.length);
image.format = 2;
const pixels = bytes(image.width * image.height * 3);
const finished = finish(image, null, pixels, image.width * 3, null);

console.log(JSON.stringify({
  result: [started, finished, image.width, image.height, createHash('sha256').update(pixels).digest('hex')],
  outputs: [{ function: 'png_image_finish_read', argument: 'pixels', size: pixels.length }],
}));
