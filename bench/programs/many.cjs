// 100 million accesses to 1 MiB: KIND is `strided` (one element after the other) or `random`. Prints ns in native code and the
// program's own peak memory in KiB.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const library = koffi.load(join(__dirname, '../build/libworkload.so'));
const stride = library.func('uint32_t sum_nv(const void *src, size_t n, size_t rounds)');
const scatter = library.func('void scatter(void *dst, size_t n, size_t writes)');
const ELEMENTS = 1 << 18;
const memory = new Uint32Array(ELEMENTS);
const [kind, millions] = process.argv.slice(2);
const start = process.hrtime.bigint();
for (let million = 0; million < Number(millions); million += 10) {
  if (kind === 'random') scatter(memory, ELEMENTS, 10_000_000);
  else stride(memory, ELEMENTS, Math.round(10_000_000 / ELEMENTS));
}
console.log(JSON.stringify({ ns: Number(process.hrtime.bigint() - start), peak: process.resourceUsage().maxRSS }));
