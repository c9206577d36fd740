// A small program that calls native code, as a whole: 64 Ki numbers summed, 256 KiB filled.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const library = koffi.load(join(__dirname, '../build/libworkload.so'));
const sum = library.func('uint32_t sum_nv(const void *src, size_t n, size_t rounds)');
const fill = library.func('void fill(void *dst, size_t n, size_t rounds)');
const numbers = new Uint32Array(65536).map((_, index) => index);
const bytes = Buffer.alloc(262144);
sum(numbers, numbers.length, 1);
fill(bytes, bytes.length, 1);
