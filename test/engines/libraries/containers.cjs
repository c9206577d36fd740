// The containers of libstdc++ (vector, deque, map, unordered_map, list, string) with all their memory in a buffer. Prints what
// they held, and which output the call has. `node containers.cjs [COUNT]`
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const count = Number(process.argv[2] ?? 40);
const containers = koffi.load(join(__dirname, '../../fixtures/build/libcontainers.so'));
const use = containers.func('int use_containers(_Inout_ void *memory, size_t size, uint32_t count, _Out_ uint32_t *results)');

const memory = bytes(1024 + count * 1024);
const results = bytes(12);
const status = use(memory, memory.length, count, results);

console.log(JSON.stringify({ result: [status, results.toString('hex')], outputs: [{ function: 'use_containers', argument: 'results', size: results.length }] }));
