// Decodes a PNG with libpng's simplified interface and prints it in the terminal.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const koffi = require('koffi');

const png = koffi.load('libpng16.so.16');
koffi.struct('png_image', {
  opaque: 'void *',
  version: 'uint32_t',
  width: 'uint32_t',
  height: 'uint32_t',
  format: 'uint32_t',
  flags: 'uint32_t',
  colormap_entries: 'uint32_t',
  warning_or_error: 'uint32_t',
  message: koffi.array('char', 64),
});
const beginRead = png.func('int png_image_begin_read_from_memory(_Inout_ png_image *image, const uint8_t *memory, size_t size)');
const finishRead = png.func('int png_image_finish_read(_Inout_ png_image *image, const void *background, _Out_ uint8_t *pixels, int32_t rowStride, void *colormap)');

const VERSION = 1;
const FORMAT_RGB = 2;

/** The pixels of a PNG file as rows of red, green, blue. */
function decode(file) {
  const image = { opaque: null, version: VERSION, width: 0, height: 0, format: 0, flags: 0, colormap_entries: 0, warning_or_error: 0, message: '' };
  const bytes = readFileSync(file);
  if (!beginRead(image, bytes, bytes.length)) throw new Error(`${file}: ${image.message}`);
  image.format = FORMAT_RGB;
  const pixels = Buffer.alloc(image.width * image.height * 3);
  if (!finishRead(image, null, pixels, image.width * 3, null)) throw new Error(`${file}: ${image.message}`);
  return { width: image.width, height: image.height, pixels };
}

/** One character for two pixels above each other. */
function* lines({ width, height, pixels }) {
  const colour = (x, y) => [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)].join(';');
  for (let y = 0; y + 1 < height; y += 2) {
    let line = '';
    for (let x = 0; x < width; x++) line += `\x1b[38;2;${colour(x, y)}m\x1b[48;2;${colour(x, y + 1)}m▀`;
    yield `${line}\x1b[0m`;
  }
}

const image = decode(process.argv[2] ?? join(__dirname, 'sunset.png'));
if (process.stdout.isTTY) for (const line of lines(image)) console.log(line);
const sum = image.pixels.reduce((total, value) => (total * 31 + value) >>> 0, 0);
console.log(`${image.width} x ${image.height} pixels, checksum ${sum.toString(16)}`);
