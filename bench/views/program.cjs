// A program whose recording has about as many accesses as the argument says: buffers are summed up, filled, copied and updated in turn.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const wanted = Number(process.argv[2]);
const own = koffi.load(join(__dirname, '../build/libworkload.so'));
const sum = own.func('uint32_t sum_nv(const void *src, size_t n, size_t rounds)');
const fill = own.func('void fill(_Out_ void *dst, size_t n, size_t rounds)');
const update = own.func('void update(_Inout_ void *items, size_t rounds)');
const [src, dst, items] = [Buffer.alloc(1 << 20, 7), Buffer.alloc(1 << 20), Buffer.alloc(16 * 40)];

// Accesses of one turn: a load for each word summed, a store for each byte filled, twelve for each round of updates.
const part = Math.min(1 << 20, Math.max(1000, Math.floor(wanted / 12)));
const turn = Math.floor(part / 4) + part + 12 * Math.floor(part / 12);
for (let done = 0; done < wanted; done += turn) {
  sum(src, Math.floor(part / 4), 1);
  fill(dst, part, 1);
  update(items, Math.floor(part / 12));
}
