// The recorded program: `program.cjs ACCESSES [CALLS]` makes about that many accesses in that many calls, of every kind the workload has.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { prose, shuffled } = require('../inputs.cjs');

const MIB = 1 << 20;
const accesses = Number(process.argv[2] ?? 1e6);
const calls = Number(process.argv[3] ?? 10_000);

const own = koffi.load(join(__dirname, '../build/libworkload.so'));
const fill = own.func('void fill(_Out_ void *dst, size_t n, size_t rounds)');
const sum = own.func('uint32_t sum_nv(const void *src, size_t n, size_t rounds)');
const update = own.func('void update(void *items, size_t rounds)');
const sort = own.func('void sort(void *values, size_t n)');
const compress2 = koffi.load('libz.so.1').func('int compress2(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen, int level)');

const [source, target, items, values] = [Buffer.alloc(MIB), Buffer.alloc(MIB), Buffer.alloc(640), Buffer.alloc(MIB)];
prose(source);

/** What a call costs in accesses is what each of these is given, roughly. */
const kinds = [
  (n) => fill(target.subarray(0, Math.min(n, MIB)), Math.min(n, MIB), 1),
  (n) => sum(source, Math.min(n, MIB / 4), 1),
  (n) => update(items, Math.ceil(n / 12)),
  (n) => {
    const view = values.subarray(0, 4 * Math.max(4, Math.ceil(n / 19)));
    shuffled(view);
    sort(view, view.length / 4);
  },
  (n) => compress2(target, [MIB], source, Math.min(MIB / 2, Math.max(16, Math.ceil(n / 2))), 6),
];

// A tenth of the accesses fill one region of 1 MiB as often as it takes; the rest is shared out among the calls.
const large = Math.floor(accesses / 10 / MIB);
for (let round = 0; round < large; round++) fill(target, MIB, 1);
// A fifth of the calls compress, and that copies whole lines: hardly an access.
const each = Math.ceil((accesses - large * MIB) / Math.max(1, (calls - large) * 0.8));
for (let call = large; call < calls; call++) kinds[call % kinds.length](each);
