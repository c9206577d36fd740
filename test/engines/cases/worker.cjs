// A worker of a case: its own load of the library, and one call.
'use strict';
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');
const koffi = require('koffi');
const { numbers } = require('../memory.cjs');

const library = koffi.load(join(__dirname, '../../fixtures/build/libfixtures.so'));
const value = numbers(workerData === 'first' ? [1, 2, 3] : [4, 5, 6]);
parentPort.postMessage(library.func(workerData === 'first' ? 'uint32_t sum_u32(const uint32_t *src, size_t n)' : 'uint32_t jump_often(_Inout_ uint32_t *value, int times)')(value, workerData === 'first' ? 3 : 1));
