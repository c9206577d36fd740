// Tiles of a canvas are filled, each given as a view. A view begins at its own offset and has its own length; neither is heeded here.
'use strict';
const { library } = require('./library.js');

const fillAt = library.func('void fill_at(_Inout_ uint8_t *base, size_t offset, size_t size, int value)');

const canvas = new ArrayBuffer(64);
const first = new Uint8Array(canvas, 0, 16);
const second = new Uint8Array(canvas, 16, 16);
fillAt(first, 0, first.buffer.byteLength, 1);
fillAt(second, second.byteOffset, 16, 2);

console.log(new Uint8Array(canvas).join(''));
