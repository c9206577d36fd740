// Buffers of the fixture programs: page-aligned, so that addresses relative to pages are the same in every run.
'use strict';
const koffi = require('koffi');

const PAGE = 4096;

/** A zeroed buffer whose first byte lies at a page's start. */
function pages(count) {
  const store = new ArrayBuffer((count + 1) * PAGE);
  const skip = (PAGE - Number(koffi.address(store) % BigInt(PAGE))) % PAGE;
  return Buffer.from(store, skip, count * PAGE);
}

/** `size` bytes on a page of their own; `at` is their distance from the page's start. */
function bytes(size, at = 64) {
  return pages(Math.ceil((at + size) / PAGE)).subarray(at, at + size);
}

/** The numbers as little-endian elements of `width` bytes, on a page of their own. */
function numbers(values, width = 4) {
  const buffer = bytes(values.length * width);
  const store = { 1: 'setUint8', 4: 'setUint32', 8: 'setBigUint64' }[width];
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  values.forEach((value, i) => view[store](i * width, width === 8 ? BigInt(value) : value >>> 0, true));
  return buffer;
}

/** 1, 2, 3, ... so that a copy that went wrong is seen. */
function counting(size) {
  const buffer = bytes(size);
  for (let i = 0; i < size; i++) buffer[i] = i + 1;
  return buffer;
}

module.exports = { PAGE, pages, bytes, numbers, counting };
