// Millions of accesses whose bytes the checks have to follow: KIND is `results` (an `_Out_` array, one element after the other),
// `members` (an `_Out_` array of structs) or `scattered` (an `_Out_` array, in random places).
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const library = koffi.load(join(__dirname, '../build/libworkload.so'));
koffi.struct('item', { flags: 'uint8_t', kind: 'uint16_t', count: 'uint32_t', total: 'uint64_t', weight: 'float', mean: 'double' });
const fill = library.func('void fill(_Out_ uint8_t *dst, size_t n, size_t rounds)');
const update = library.func('void update(_Out_ item *items, size_t rounds)');
const scatter = library.func('void scatter(_Out_ uint32_t *dst, size_t n, size_t writes)');
const BYTES = 1 << 20;
/** Accesses of one round of `update`. */
const ROUND = 12;

const [kind, millions] = process.argv.slice(2);
const memory = new ArrayBuffer(BYTES);
const calls = {
  results: () => fill(new Uint8Array(memory), BYTES, Math.round(10_000_000 / BYTES)),
  members: () => update(new Uint8Array(memory, 0, 16 * koffi.sizeof('item')), Math.round(10_000_000 / ROUND)),
  scattered: () => scatter(new Uint32Array(memory), BYTES / 4, 10_000_000),
};
for (let million = 0; million < Number(millions); million += 10) calls[kind]();
