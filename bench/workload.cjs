// The measured program: calls each function of the workload through koffi and prints how long each call took, in ns.
// Arguments: SIZES (`full`, `small`, `tiny`), REPEATS, and `classic` when the classic tracer watches.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const [sizesName, repeatsText, how] = process.argv.slice(2);
const repeats = Number(repeatsText);
const PAGE = 4096;

/** Elements, bytes or rounds of each function. */
const sizes = {
  full: { sum: 65536, fill: 262144, copy: 65536, update: 20000, sort: 10000, deflate: 262144 },
  small: { sum: 2000, fill: 4000, copy: 8192, update: 200, sort: 150, deflate: 512 },
  tiny: { sum: 500, fill: 500, copy: 1024, update: 40, sort: 40, deflate: 256 },
}[sizesName];

const own = koffi.load(join(__dirname, 'build/libworkload.so'));
const zlib = koffi.load('libz.so.1');
const classic = how === 'classic' ? startClassic() : null;

/** One arena: source, destination and everything else that the functions touch lies in it, page-aligned. */
const arena = classic ? classic.memory(1 << 21) : alignedBuffer(1 << 21);
const place = (offset, size) => (classic ? { pass: arena.address + BigInt(offset), view: arena.view.subarray(offset, offset + size) } : same(arena.subarray(offset, offset + size)));
const same = (view) => ({ pass: view, view });

function alignedBuffer(size) {
  const store = new ArrayBuffer(size + PAGE);
  return Buffer.from(store, (PAGE - Number(koffi.address(store) % BigInt(PAGE))) % PAGE, size);
}

function startClassic() {
  const library = koffi.load(join(__dirname, 'build/libclassic.so'));
  const memory = library.func('void *classic_memory(size_t size)');
  if (library.func('int classic_attach()')() !== 0) throw new Error('the classic tracer could not attach: ptrace is not allowed here');
  return {
    begin: library.func('int classic_begin(void *start, size_t length)'),
    end: library.func('uint64_t classic_end()'),
    memory(size) {
      const address = memory(size);
      return { address, size, view: Buffer.from(koffi.view(address, size)) };
    },
  };
}

/** Text that compresses about as well as prose does. */
function prose(view) {
  const words = 'the call reads and writes bytes of memory that no one else sees until it returns to where it was made'.split(' ');
  let seed = 7;
  for (let at = 0; at < view.length;) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    at += view.write(`${words[(seed >> 8) % words.length]} `, at);
  }
}

function shuffled(view) {
  let seed = 11;
  for (let at = 0; at + 4 <= view.length; at += 4) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    view.writeInt32LE(seed, at);
  }
}

function workloads() {
  const n = sizes;
  const first = (size) => place(0, size);
  const second = (size) => place(1 << 20, size);
  const fun = (prototype, library = own) => library.func(prototype);
  const [nopMemory, sumMemory, fillMemory] = [first(PAGE), first(n.sum * 4), first(n.fill)];
  const [from, to, items, values] = [first(n.copy), second(n.copy), first(16 * 40), first(n.sort * 4)];
  const [text, packed] = [first(n.deflate), second(n.deflate + 1024)];
  const [nop, sumVec, sumNv] = [fun('void nop(void *buffer)'), fun('uint32_t sum_vec(const void *src, size_t n)'), fun('uint32_t sum_nv(const void *src, size_t n)')];
  const [fill, copy, update] = [fun('void fill(void *dst, size_t n)'), fun('void copy(void *dst, const void *src, size_t n)'), fun('void update(void *items, size_t rounds)')];
  const sort = fun('void sort(void *values, size_t n)');
  const compress = fun('int compress2(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen, int level)', zlib);
  return [
    { name: 'nop', call: () => nop(nopMemory.pass), times: 20 },
    { name: 'sum_vec', call: () => sumVec(sumMemory.pass, n.sum) },
    { name: 'sum_nv', call: () => sumNv(sumMemory.pass, n.sum) },
    { name: 'fill', call: () => fill(fillMemory.pass, n.fill) },
    { name: 'copy', call: () => copy(to.pass, from.pass, n.copy) },
    { name: 'update', call: () => update(items.pass, n.update) },
    { name: 'sort', prepare: () => shuffled(values.view), call: () => sort(values.pass, n.sort) },
    { name: 'compress2', prepare: () => prose(text.view), call: () => compress(packed.pass, [packed.view.length], text.pass, n.deflate, 6) },
  ];
}

/** Runs one function `repeats` times after two calls that nobody measures. */
function measure({ name, prepare, call, times = 1 }) {
  const measured = [];
  const accesses = [];
  for (let i = -2; i < repeats * times; i++) {
    prepare?.();
    classic?.begin(arena.address, arena.size);
    const start = process.hrtime.bigint();
    call();
    const spent = Number(process.hrtime.bigint() - start);
    const seen = classic ? Number(classic.end()) : null;
    if (i >= 0) measured.push(spent);
    if (i >= 0 && seen !== null) accesses.push(seen);
  }
  return { name, times: measured, accesses };
}

for (const workload of workloads()) console.log(JSON.stringify(measure(workload)));
