// The functions of the workload: how each is declared, and on what it is called.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { PAGE } = require('./arena.cjs');
const { prose, shuffled } = require('./inputs.cjs');

/** Elements, bytes or rounds of each function. */
const sizes = {
  full: { sum: 65536, fill: 262144, copy: 65536, update: 20000, sort: 10000, deflate: 262144 },
  small: { sum: 2000, fill: 4000, copy: 8192, update: 200, sort: 150, deflate: 512 },
  tiny: { sum: 500, fill: 500, copy: 1024, update: 40, sort: 40, deflate: 256 },
};

/** Half of the arena is for sources, half for destinations. */
const ARENA = 1 << 21;

/** Rows of { name, prepare?, call, times? }: `prepare` runs before each call, `times` multiplies the number of calls. */
function functionsOf(arena, n) {
  const own = koffi.load(join(__dirname, 'build/libworkload.so'));
  const first = (size) => arena.place(0, size);
  const second = (size) => arena.place(ARENA / 2, size);
  return [nop, sumVec, sumNv, fill, copy, update, sort, compress2].map((make) => make({ own, first, second, n }));
}

function nop({ own, first }) {
  const run = own.func('void nop(void *buffer)');
  const { pass } = first(PAGE);
  return { name: 'nop', call: () => run(pass), times: 20 };
}

const sum = (name) => ({ own, first, n }) => {
  const run = own.func(`uint32_t ${name}(const void *src, size_t n)`);
  const { pass } = first(n.sum * 4);
  return { name, call: () => run(pass, n.sum) };
};
const sumVec = sum('sum_vec');
const sumNv = sum('sum_nv');

function fill({ own, first, n }) {
  const run = own.func('void fill(void *dst, size_t n)');
  const { pass } = first(n.fill);
  return { name: 'fill', call: () => run(pass, n.fill) };
}

function copy({ own, first, second, n }) {
  const run = own.func('void copy(void *dst, const void *src, size_t n)');
  const [dst, src] = [second(n.copy), first(n.copy)];
  return { name: 'copy', call: () => run(dst.pass, src.pass, n.copy) };
}

function update({ own, first, n }) {
  const run = own.func('void update(void *items, size_t rounds)');
  const { pass } = first(16 * 40);
  return { name: 'update', call: () => run(pass, n.update) };
}

function sort({ own, first, n }) {
  const run = own.func('void sort(void *values, size_t n)');
  const values = first(n.sort * 4);
  return { name: 'sort', prepare: () => shuffled(values.view), call: () => run(values.pass, n.sort) };
}

function compress2({ first, second, n }) {
  const run = koffi.load('libz.so.1').func('int compress2(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen, int level)');
  const [source, dest] = [first(n.deflate), second(n.deflate + 1024)];
  return { name: 'compress2', prepare: () => prose(source.view), call: () => run(dest.pass, [dest.view.length], source.pass, n.deflate, 6) };
}

module.exports = { ARENA, sizes, functionsOf };
