import { TraceBuilder, type FunctionSpec, type TypeSpec } from './builder';

// A realistic recording for tests and for looking at the views: a compressor with large buffers, a database with
// callbacks that call again, a parser that writes past its struct. About 60,000 accesses in 13 calls.

const KIB = 1024;
const z = 'libz.so.1';
const db = 'libsqlite3.so.0';

const stream: TypeSpec = {
  name: 'z_stream', size: 112,
  fields: [
    ['next_in', 'uint8 *', 8], ['avail_in', 'uint', 4], ['total_in', 'ulong', 8, 16], ['next_out', 'uint8 *', 8], ['avail_out', 'uint', 4],
    ['total_out', 'ulong', 8, 40], ['msg', 'char *', 8], ['state', 'void *', 8], ['zalloc', 'void *', 8], ['zfree', 'void *', 8],
    ['opaque', 'void *', 8], ['data_type', 'int', 4], ['adler', 'ulong', 8, 96], ['reserved', 'ulong', 8],
  ],
};
const header: TypeSpec = {
  name: 'Header', size: 28,
  fields: [['magic', 'uint32', 4], ['version', 'uint16', 2], ['flags', 'uint16', 2], ['length', 'uint32', 4], ['count', 'uint32', 4], ['crc', 'uint32', 4], ['stamp', 'uint64', 8]],
};

const strm = ['strm', 'z_stream *', 'inout'] as const;
const fn = (name: string, library: string, ...params: FunctionSpec['params']): FunctionSpec => ({ name, library, params });

/** The bytes of a finished `.ffitrace` file. */
export function sampleTrace(): Uint8Array {
  const trace = new TraceBuilder({ program: 'node', args: ['app.js'], cwd: '/home/dev/app', engine: 'fast' });
  trace.event({ ev: 'mark', text: 'compress', site: trace.site(10), thread: 1 });
  compress(trace);
  trace.time += 300_000;
  trace.event({ ev: 'mark', text: 'query', site: trace.site(30), thread: 1 });
  query(trace);
  parse(trace);
  trace.event({ ev: 'note', text: '1 thread started by libsqlite3 ran 0.21 ms before it was traced', thread: 1, call: 5 });
  trace.event({ ev: 'retcode', code: 3, site: trace.site(52) });
  return trace.finish({
    exit: { code: 3, signal: null, native: 0, override: 3, overrideSite: trace.site(52) },
    coverage: { untraced: [{ what: 'threads started by native code', count: 1 }], dropped: 0 },
  });
}

function compress(trace: TraceBuilder): void {
  const memory = { strm: 900, src: 901, dst: 902 };
  const strmRegion = { label: 'arg 0 strm', size: 112, type: stream, arg: 0, memory: memory.strm };
  const init = trace.begin({ fn: fn('deflateInit2_', z, strm, ['level', 'int', 'value']), line: 11, args: ['[object z_stream]', '6'], regions: [strmRegion] });
  for (const [at, size, write] of [[64, 8, false], [72, 8, false], [48, 8, true], [64, 8, true], [72, 8, true], [56, 8, true], [16, 8, true], [40, 8, true]] as const) {
    trace.access({ region: init.regions[0] ?? 0, offset: at, size, write, line: 310 + at, fn: 'deflateInit2_', file: 'deflate.c' });
  }
  trace.end();
  deflate(trace, memory, strmRegion);
  const end = trace.begin({ fn: fn('deflateEnd', z, strm), line: 17, args: ['[object z_stream]'], regions: [strmRegion] });
  trace.access({ region: end.regions[0] ?? 0, offset: 56, size: 8, line: 1_076, fn: 'deflateEnd', file: 'deflate.c' });
  trace.access({ region: end.regions[0] ?? 0, offset: 56, size: 8, write: true, line: 1_090, fn: 'deflateEnd', file: 'deflate.c' });
  trace.end();
}

/** Eight windows of 32 KiB: copied in, hashed and matched, written out now and then. */
function deflate(trace: TraceBuilder, memory: { strm: number; src: number; dst: number }, strmRegion: { label: string; size: number; type: TypeSpec; arg: number; memory: number }): void {
  const random = sequence(7);
  const source = Uint8Array.from({ length: 256 * KIB }, (_, at) => 32 + ((at * 7 + (at >> 5)) % 90));
  const { regions: [strmId = 0, src = 0, dst = 0, window = 0] } = trace.begin({
    fn: fn('deflate', z, strm, ['flush', 'int', 'value']), line: 14, args: ['[object z_stream]', '4'], takes: 5_000,
    regions: [
      { ...strmRegion, bytes: new Uint8Array(112) },
      { label: 'src', size: 256 * KIB, parent: 0, flags: 1, memory: memory.src, bytes: source },
      { label: 'dst', size: 132 * KIB, parent: 0, flags: 2, memory: memory.dst, bytes: new Uint8Array(132 * KIB), after: 64 },
      { label: 'window', size: 64 * KIB, kind: 'watch', memory: 903 },
    ],
  });
  const output = new Uint8Array(132 * KIB);
  let out = 0;
  for (let turn = 0; turn < 8; turn++) {
    const half = turn === 0 ? 0 : 32 * KIB;
    for (const offset of [8, 0, 32]) trace.access({ region: strmId, offset, size: offset === 0 ? 8 : 4, line: 230 + offset, fn: 'read_buf', file: 'deflate.c' });
    for (let at = 0; at < 32 * KIB; at += 128) {
      trace.access({ region: src, offset: turn * 32 * KIB + at, size: 128, line: 1_512, fn: 'read_buf', file: 'deflate.c', takes: 60 });
      trace.access({ region: window, offset: half + at, size: 128, write: true, line: 1_544, fn: 'read_buf', file: 'deflate.c', takes: 60 });
    }
    for (const offset of [8, 0]) trace.access({ region: strmId, offset, size: offset === 0 ? 8 : 4, write: true, line: 240 + offset, fn: 'read_buf', file: 'deflate.c' });
    for (let step = 0; step < 3_200; step++) {
      const at = half + Math.floor((step / 3_200) * (32 * KIB - 16));
      trace.access({ region: window, offset: at, size: 4, line: 1_930, fn: 'deflate_slow', file: 'deflate.c' });
      const back = Math.max(0, at - Math.floor(random() * random() * 32 * KIB));
      trace.access({ region: window, offset: back, size: 8, line: 1_296, fn: 'longest_match', file: 'deflate.c', flags: step % 97 === 0 ? 2 : 0 });
      if (step % 400 === 399) out = emit(trace, { strmId, dst, output }, out, random);
    }
  }
  trace.end('1', new Map([[strmId, new Uint8Array(112).fill(1, 0, 48)], [src, source], [dst, output]]));
}

function emit(trace: TraceBuilder, to: { strmId: number; dst: number; output: Uint8Array }, from: number, random: () => number): number {
  const end = from + 1_200 + Math.floor(random() * 256) * 1;
  for (let at = from; at < end; at += 64) {
    const size = Math.min(64, end - at);
    trace.access({ region: to.dst, offset: at, size, write: true, line: 944, fn: 'flush_pending', file: 'deflate.c', takes: 30 });
    for (let byte = at; byte < at + size; byte++) to.output[byte] = Math.floor(random() * 256);
  }
  for (const [offset, size] of [[24, 8], [40, 8], [32, 4]] as const) {
    trace.access({ region: to.strmId, offset, size, line: 948, fn: 'flush_pending', file: 'deflate.c' });
    trace.access({ region: to.strmId, offset, size, write: true, line: 949, fn: 'flush_pending', file: 'deflate.c' });
  }
  return end;
}

function query(trace: TraceBuilder): void {
  const file = '/home/dev/app/store.js';
  const text = (value: string) => new TextEncoder().encode(`${value}\0`);
  const sql = text('SELECT id, name FROM items');
  const prepare = trace.begin({
    fn: fn('sqlite3_prepare_v2', db, ['db', 'sqlite3 *', 'in'], ['sql', 'str', 'in'], ['n', 'int', 'value'], ['ppStmt', 'sqlite3_stmt **', 'out']), file, line: 31,
    args: ['0x55d0c0ffee00', '"SELECT id, name FROM items"', '-1', '[null]'],
    regions: [{ label: 'arg 1 sql', size: sql.length, kind: 'string', arg: 1, flags: 5, bytes: sql }, { label: 'arg 3 ppStmt', size: 8, arg: 3, flags: 2 }],
  });
  for (let at = 0; at < sql.length; at++) trace.access({ region: prepare.regions[0] ?? 0, offset: at, size: 1, line: 140_000, fn: 'sqlite3GetToken', file: 'sqlite3.c' });
  trace.access({ region: prepare.regions[1] ?? 0, offset: 0, size: 8, write: true, line: 143_900, fn: 'sqlite3LockAndPrepare', file: 'sqlite3.c' });
  trace.end();
  for (let step = 0; step < 3; step++) stepOver(trace, file, step === 0 ? 5 : 1);
  const exec = trace.begin({
    fn: fn('sqlite3_exec', db, ['db', 'sqlite3 *', 'in'], ['sql', 'str', 'in'], ['cb', 'onRow *', 'value']), file, line: 44, args: ['0x55d0c0ffee00', '"SELECT name FROM items LIMIT 2"', '[Function onRow]'],
    regions: [{ label: 'arg 1 sql', size: 31, kind: 'string', arg: 1, flags: 5, bytes: text('SELECT name FROM items LIMIT 2') }],
  });
  for (let at = 0; at < 31; at++) trace.access({ region: exec.regions[0] ?? 0, offset: at, size: 1, line: 140_000, fn: 'sqlite3GetToken', file: 'sqlite3.c' });
  for (const word of ['naïve', 'grüße']) callBack(trace, file, exec.call, text(word));
  trace.end();
}

function stepOver(trace: TraceBuilder, file: string, pages: number): void {
  const { regions: [cache = 0] } = trace.begin({
    fn: fn('sqlite3_step', db, ['stmt', 'sqlite3_stmt *', 'in']), file, line: 35, args: ['0x55d0c0fff000'], regions: [{ label: 'pcache', size: 32 * KIB, kind: 'watch', memory: 910 }],
  });
  for (let page = 0; page < pages; page++) {
    trace.access({ region: cache, offset: page * 4 * KIB, size: 4 * KIB, write: true, flags: 4, line: 36_400, fn: 'unixRead', file: 'sqlite3.c', takes: 9_000 });
    trace.syscall('pread64', 17, ['0x15', '0x7f3a00000000', '0x1000', '0x0', '0x0', '0x0'], 4_096);
    for (let at = 0; at < 150; at++) trace.access({ region: cache, offset: page * 4 * KIB + ((at * 26) % 4_000), size: at % 3 === 0 ? 2 : 8, line: 74_000 + (at % 5), fn: 'sqlite3BtreePayload', file: 'sqlite3.c' });
  }
  trace.end('100');
}

/** The library calls back into JavaScript, and the callback makes a call of its own. */
function callBack(trace: TraceBuilder, file: string, parent: number, word: Uint8Array): void {
  trace.time += 40_000;
  trace.event({ ev: 'callback', call: parent });
  trace.time += 30_000;
  const { regions: [s = 0] } = trace.begin({
    fn: fn('utf8_len', 'libtext.so', ['s', 'str', 'in']), file, line: 47, parent, args: [JSON.stringify(new TextDecoder().decode(word.subarray(0, -1)))],
    regions: [{ label: 'arg 0 s', size: word.length, kind: 'string', arg: 0, flags: 5, bytes: word }],
  });
  for (let at = 0; at < word.length; at++) trace.access({ region: s, offset: at, size: 1, line: 12, fn: 'utf8_len', file: 'text.c' });
  trace.end('5');
  trace.time += 30_000;
  trace.event({ ev: 'callbackEnd', call: parent });
}

/** The declared header is shorter than the library's: a store covers two fields, another goes past the end. */
function parse(trace: TraceBuilder): void {
  const input = Uint8Array.from({ length: 40 }, (_, at) => at * 5);
  const { regions: [hdr = 0, buf = 0] } = trace.begin({
    fn: fn('parse_header', 'libwire.so', ['hdr', '_Out_ Header *', 'out'], ['buf', 'uint8 *', 'in'], ['len', 'size_t', 'value']), line: 22, args: ['[object Header]', '[Uint8Array 40]', '40'],
    regions: [
      { label: 'arg 0 hdr', size: 28, type: header, arg: 0, flags: 2, before: 4, after: 16, bytes: new Uint8Array(28) },
      { label: 'arg 1 buf', size: 40, arg: 1, flags: 1, bytes: input },
    ],
  });
  const fields = [[0, 4], [4, 2], [6, 2], [8, 8], [20, 8]] as const;
  for (const [offset, size] of fields) {
    trace.access({ region: buf, offset, size, line: 40 + offset, fn: 'parse_header', file: 'header.c' });
    trace.access({ region: hdr, offset, size, write: true, line: 40 + offset, fn: 'parse_header', file: 'header.c' });
  }
  trace.access({ region: buf, offset: 28, size: 3, line: 72, fn: 'parse_header', file: 'header.c' });
  trace.access({ region: 0, anchor: hdr, offset: 28, size: 3, write: true, line: 72, fn: 'parse_header', file: 'header.c' });
  trace.end('1', new Map([[hdr, input.slice(0, 28)], [buf, input]]));
  for (const [name, line] of [['sum_u32', 25], ['fill_u32', 27]] as const) {
    const { regions: [v = 0] } = trace.begin({ fn: fn(name, 'libwire.so', ['v', 'uint32 *', name === 'sum_u32' ? 'in' : 'out'], ['n', 'size_t', 'value']), line, args: ['[Uint32Array 10]', '10'],
      regions: [{ label: 'arg 0 v', size: 40, kind: 'array', arg: 0, flags: name === 'sum_u32' ? 1 : 2, type: { name: 'uint32', size: 4, fields: [] } }] });
    for (let at = 0; at < 40; at += 4) trace.access({ region: v, offset: at, size: 4, write: name === 'fill_u32', line: 90, fn: name, file: 'wire.c' });
    trace.end(name === 'sum_u32' ? '45' : 'undefined');
  }
}

/** Always the same numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
