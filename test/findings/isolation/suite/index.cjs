// node --test-reporter=tap index.cjs PACKAGE: what a package that calls the C library through koffi tests of itself, all of it in one process.
'use strict';
exports.koffi = require(process.argv[2] ?? 'koffi');
exports.libc = exports.koffi.load('libc.so.6');
exports.libm = exports.koffi.load('libm.so.6');
for (const part of ['numbers', 'texts', 'memory', 'structs', 'callbacks', 'waiting']) require(`./${part}.cjs`);
