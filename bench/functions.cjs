// The functions of the workload: how each is declared, and on what it is called.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const { PAGE } = require('./arena.cjs');
const { prose, shuffled } = require('./inputs.cjs');
const { query, script } = require('./sql.cjs');

/** Elements, bytes, rounds, rows or pixels on a side of each function. */
const sizes = {
  full: { nop: 1, sum_vec: 65536, sum_nv: 65536, fill: 262144, copy: 65536, rep_move: 65536, update: 20000, sort: 10000, zlib: 262144, sqlite: 20000, jpeg: 512 },
  small: { nop: 1, sum_vec: 2000, sum_nv: 2000, fill: 4000, copy: 8192, rep_move: 8192, update: 200, sort: 150, zlib: 2048, sqlite: 20, jpeg: 32 },
  tiny: { nop: 1, sum_vec: 500, sum_nv: 500, fill: 500, copy: 1024, update: 40, sort: 40 },
};

/** How often a call of the full size goes over its memory: its own cost is then that of its accesses. */
const ROUNDS = 16;

/** Half of the arena is for sources, half for destinations. */
const ARENA = 1 << 21;

/** Rows of { name, prepare?, call, times? }: `prepare` runs before each call, `times` multiplies the number of calls. */
function functionsOf(arena, n) {
  const own = koffi.load(join(__dirname, 'build/libworkload.so'));
  const first = (size) => arena.place(0, size);
  const second = (size) => arena.place(ARENA / 2, size);
  const rounds = n === sizes.full ? ROUNDS : 1;
  const made = Object.keys(n).map((name) => ({ name, ...makers[name]({ own, first, second, n: n[name], name, rounds }) }));
  return made.filter(({ call }) => call);
}

const makers = { nop, sum_vec: sum, sum_nv: sum, fill, copy, rep_move: repMove, update, sort, zlib, sqlite, jpeg };

function nop({ own, first }) {
  const run = own.func('void nop(void *buffer)');
  const { pass } = first(PAGE);
  return { call: () => run(pass), times: 400 };
}

function sum({ own, first, n, name, rounds }) {
  const run = own.func(`uint32_t ${name}(const void *src, size_t n, size_t rounds)`);
  const { pass } = first(n * 4);
  return { call: () => run(pass, n, rounds) };
}

function fill({ own, first, n, rounds }) {
  const run = own.func('void fill(void *dst, size_t n, size_t rounds)');
  const { pass } = first(n);
  return { call: () => run(pass, n, rounds) };
}

function copy({ own, first, second, n }) {
  const run = own.func('void copy(void *dst, const void *src, size_t n)');
  const [dst, src] = [second(n), first(n)];
  return { call: () => run(dst.pass, src.pass, n) };
}

/** Many copies in a call, which takes a microsecond each. */
function repMove({ own, first, second, n, rounds }) {
  const run = own.func('void rep_move(void *dst, const void *src, size_t n, size_t rounds)');
  const [dst, src] = [second(n), first(n)];
  return { call: () => run(dst.pass, src.pass, n, rounds * 4) };
}

function update({ own, first, n }) {
  const run = own.func('void update(void *items, size_t rounds)');
  const { pass } = first(16 * 40);
  return { call: () => run(pass, n) };
}

function sort({ own, first, n }) {
  const run = own.func('void sort(void *values, size_t n)');
  const values = first(n * 4);
  return { prepare: () => shuffled(values.view), call: () => run(values.pass, n) };
}

/** Both ways. */
function zlib({ first, second, n }) {
  const library = koffi.load('libz.so.1');
  const deflate = library.func('int compress2(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen, int level)');
  const inflate = library.func('int uncompress(void *dest, _Inout_ unsigned long *destLen, const void *source, unsigned long sourceLen)');
  const [source, dest] = [first(n), second(n + 1024)];
  return {
    prepare: () => prose(source.view),
    call() {
      const packed = [dest.view.length];
      deflate(dest.pass, packed, source.pass, n, 6);
      inflate(source.pass, [n], dest.pass, packed[0]);
    },
  };
}

function sqlite({ n }) {
  const library = koffi.load('libsqlite3.so.0');
  const database = [null];
  library.func('int sqlite3_open(const char *name, _Out_ void **db)')(':memory:', database);
  const execute = library.func('int sqlite3_exec(void *db, const char *sql, void *callback, void *data, void *error)');
  execute(database[0], script(n), null, null, null);
  return { call: () => execute(database[0], query(n), null, null, null) };
}

/** Without libturbojpeg there is nothing to call. */
function jpeg({ own, first, second, n }) {
  const room = first(ARENA / 2);
  const make = own.func('unsigned long make_jpeg(void *dst, unsigned long room, int width, int height)');
  const length = make(room.pass, room.view.length, n, n);
  if (length === 0) return {};
  const picture = Buffer.from(room.view.subarray(0, length));
  const library = koffi.load('libturbojpeg.so.0');
  const decoder = library.func('void *tjInitDecompress()')();
  const decode = library.func('int tjDecompress2(void *decoder, const void *jpeg, unsigned long size, void *pixels, int width, int pitch, int height, int format, int flags)');
  const [source, pixels] = [first(length), second(n * n * 3)];
  return { prepare: () => picture.copy(source.view), call: () => decode(decoder, source.pass, length, pixels.pass, n, 0, n, 0, 0) };
}

module.exports = { ARENA, ROUNDS, sizes, functionsOf };
