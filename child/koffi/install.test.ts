import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadKoffi, versions, type Function_ } from '../testing/koffi';
import type { ArmedCall, RecordingAgent } from '../testing/recording-agent';

const last = (agent: RecordingAgent): ArmedCall => agent.calls.at(-1) as ArmedCall;
/** Row by name: [where, size, flags, kind, before, after, parent]. */
const rowsOf = (agent: RecordingAgent): Record<string, number[]> => Object.fromEntries(last(agent).rows.map((row) =>
  [agent.defined('label', row[5] ?? 0)?.['text'], [row[1], row[3], row[7], row[11], row[9], row[10], row[0]]])) as Record<string, number[]>;
const NONE = 0xffff_ffff;
const later = (function_: Function_) => promisify(function_.async) as (...args: unknown[]) => Promise<unknown>;

describe.each(versions)('%s', (version) => {
  it('describes buffers by their own extent and the rest of their store as slack', () => {
    const { koffi, agent } = loadKoffi(version);
    const memcpy = koffi.load('libc.so.6').func('void *memcpy(_Out_ uint8_t *dst, const uint8_t *src, size_t n)');
    const store = new ArrayBuffer(64);
    const dst = new Uint8Array(store, 16, 8);
    memcpy(dst, Buffer.from(new Uint8Array([1, 2, 3, 4]).buffer), 4);
    expect([...dst.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
    expect(rowsOf(agent)).toEqual({ 'arg 0 dst': [0, 8, 2, 0, 16, 40, NONE], 'arg 1 src': [1, 4, 1, 0, 0, 0, NONE] });
    expect(last(agent)).toMatchObject({ args: ['Uint8Array(8)', 'Buffer(4)', '4'], threw: false, result: expect.stringMatching(/^0x/) });
    expect(agent.defined('function', last(agent).fn)).toMatchObject({
      name: 'memcpy', params: [{ name: 'dst', direction: 'out' }, { name: 'src', direction: 'in' }, { name: 'n', direction: 'value' }],
      library: expect.stringMatching(/^\/.*libc\.so\.6$/),
    });
    memcpy(dst, store, 1);
    expect(last(agent).rows[0]?.[12]).toBe(last(agent).rows[1]?.[12]);
    expect(last(agent).fn).toBe(agent.calls[0]?.fn);
  });

  it('follows strings, arrays of strings, structs and their pointers', () => {
    const { koffi, agent } = loadKoffi(version);
    koffi.struct('Inner', { id: 'int', text: 'const char *' });
    koffi.struct('Outer', { head: 'Inner', list: koffi.pointer('Inner'), tail: koffi.array('short', 3) });
    const strlen = koffi.load('libc.so.6').func('size_t strlen(const char *s)');
    expect(Number(strlen('héllo'))).toBe(6);
    expect(rowsOf(agent)).toEqual({ 'arg 0 s': [0, 7, 5, 3, 0, 0, NONE] });
    const abs = koffi.load('libc.so.6').func('abs', 'int', ['int', 'char **', '_Inout_ Outer *', koffi.out('int *')]);
    const value = { head: { id: 1, text: 'one' }, list: [{ id: 2, text: 'two' }], tail: [1, 2, 3] };
    abs(-3, ['a', null, 'bcd'], value, [0, 0]);
    expect(rowsOf(agent)).toEqual({
      'arg 1': [1, 24, 5, 2, 0, 0, NONE], 'arg 1[0]': [0, 2, 5, 3, 0, 0, 0], 'arg 1[2]': [16, 4, 5, 3, 0, 0, 0],
      'arg 2': [2, 32, 7, 1, 0, 0, NONE], 'arg 2.head.text': [8, 4, 5, 3, 0, 0, 3], 'arg 2.list': [16, 16, 5, 2, 0, 0, 3],
      'arg 2.list[0].text': [8, 4, 5, 3, 0, 0, 5], 'arg 3': [3, 8, 6, 2, 0, 0, NONE],
    });
    const type = agent.definitions.find((one) => one.define === 'type' && one['name'] === 'Outer');
    expect(type).toMatchObject({ size: 32, fields: [
      { name: 'head.id', offset: 0, size: 4 }, { name: 'head.text', offset: 8, size: 8 }, { name: 'list', offset: 16, size: 8 }, { name: 'tail', offset: 24, size: 6 },
    ] });
  });

  it('knows alloc blocks until they are freed', () => {
    const { koffi, agent } = loadKoffi(version);
    const memset = koffi.load('libc.so.6').func('void *memset(int *p, int c, size_t n)');
    const block = koffi.alloc('int', 4);
    memset(block, 0, 8);
    expect(rowsOf(agent)).toEqual({ 'arg 0 p': [0, 16, 1, 4, 0, 0, NONE] });
    expect(agent.regions).toMatchObject([{ address: koffi.address(block), size: 16, live: true }]);
    memset(koffi.view(block, 16), 0, 8);
    expect(last(agent).rows[0]?.[12]).toBe(agent.calls[0]?.rows[0]?.[12]);
    koffi.free(block);
    expect(agent.regions[0]?.live).toBe(false);
  });

  it('takes the declared size for a raw pointer and nothing for an opaque one', () => {
    const { koffi, agent } = loadKoffi(version);
    const libc = koffi.load('libc.so.6');
    const malloc = libc.func('void *malloc(size_t)');
    koffi.struct('Pair', { a: 'int', b: 'int' });
    const pointer = malloc(16);
    libc.func('void *memset(Pair *p, int c, size_t n)')(pointer, 0, 8);
    expect(rowsOf(agent)).toEqual({ 'arg 0 p': [0, 8, 1, 1, 0, 0, NONE] });
    libc.func('void free(void *)')(pointer);
    expect(last(agent)).toMatchObject({ rows: [], args: [expect.stringMatching(/^0x/)], result: 'undefined' });
  });

  it('describes variadic arguments with the types of the call', () => {
    const { koffi, agent } = loadKoffi(version);
    const snprintf = koffi.load('libc.so.6').func('int snprintf(_Out_ uint8_t *to, size_t n, const char *format, ...)');
    const to = new Uint8Array(32);
    expect(snprintf(to, 32, '%d %s', 'int', 42, 'str', 'x')).toBe(4);
    expect(last(agent).args).toEqual(['Uint8Array(32)', '32', '"%d %s"', '42', '"x"']);
    expect(rowsOf(agent)).toMatchObject({ 'arg 2 format': [2, 6, 5, 3, 0, 0, NONE], 'arg 4': [4, 2, 5, 3, 0, 0, NONE] });
  });

  it('gives each asynchronous call in flight a stub of its own', async () => {
    const { koffi, agent } = loadKoffi(version);
    const toupper = koffi.load('libc.so.6').func('int toupper(int c)');
    const results = await Promise.all([97, 98, 99].map((code) => later(toupper)(code)));
    expect(results).toEqual([65, 66, 67]);
    expect(new Set(agent.calls.map((call) => call.stub)).size).toBe(3);
    expect(agent.calls.map((call) => [call.flags, call.result, call.args])).toEqual([[1, '65', ['97']], [1, '66', ['98']], [1, '67', ['99']]]);
    await later(toupper)(100);
    expect(agent.calls.slice(0, 3).map((call) => call.stub)).toContain(last(agent).stub);
  });

  it('traces calls through pointers', async () => {
    const { koffi, agent } = loadKoffi(version);
    const type = koffi.proto('int Unary(int value)');
    const library = koffi.load('libc.so.6');
    const pointer = version === 'koffi2' ? library.symbol('abs', type) : library.symbol('abs');
    expect(koffi.call(pointer, type, -5)).toBe(5);
    const decoded = koffi.decode(pointer, type) as Function_;
    expect(decoded(-6)).toBe(6);
    expect(await later(decoded)(-7)).toBe(7);
    expect(agent.calls.map((call) => [call.args, call.result, agent.defined('function', call.fn)?.['name']])).toEqual([
      [['-5'], '5', 'Unary'], [['-6'], '6', 'Unary'], [['-7'], '7', 'Unary']]);
  });

  it('shows the program the same functions as an unwrapped koffi', () => {
    const { koffi, plain } = loadKoffi(version);
    const make = (from: typeof koffi) => from.load('libc.so.6').func('int memcmp(const void *a, const void *b, size_t n)');
    const [ours, theirs] = [make(koffi), make(plain)];
    expect(Reflect.ownKeys(ours)).toEqual(Reflect.ownKeys(theirs));
    expect([ours.name, ours.length, Object.getPrototypeOf(ours)]).toEqual([theirs.name, theirs.length, Object.getPrototypeOf(theirs)]);
    expect(Object.keys(ours.info as object)).toEqual(Object.keys(theirs.info as object));
    expect(make(koffi)).not.toBe(ours);
    expect(Object.keys(koffi)).toEqual(Object.keys(plain));
    const [handle, bare] = [koffi.load('libc.so.6'), plain.load('libc.so.6')];
    expect(Reflect.ownKeys(handle)).toEqual(Reflect.ownKeys(bare));
    const describeKeys = (prototype: object) => Reflect.ownKeys(prototype).map((key) => [key, { ...Reflect.getOwnPropertyDescriptor(prototype, key), value: null }]);
    expect(describeKeys(Object.getPrototypeOf(handle) as object)).toEqual(describeKeys(Object.getPrototypeOf(bare) as object));
    if (koffi.LibraryHandle) expect(Object.getPrototypeOf(handle)).toBe(koffi.LibraryHandle.prototype);
  });

  it('throws what koffi throws', () => {
    const { koffi, plain, agent } = loadKoffi(version);
    const thrown = (from: typeof koffi, run: (f: Function_) => unknown): string => {
      try { run(from.load('libc.so.6').func('size_t strlen(const char *s)')); } catch (error) { return String(error); }
      return 'nothing';
    };
    for (const run of [(f: Function_) => f(), (f: Function_) => f(Symbol.iterator), (f: Function_) => f.async('x'), (f: Function_) => f({})]) {
      expect(thrown(koffi, run)).toBe(thrown(plain, run));
    }
    expect(() => koffi.load('libc.so.6').func('int no_such_function_here()')).toThrow(/no_such_function_here/);
    expect(agent.calls.every((call) => call.threw)).toBe(true);
    expect(agent.notes).toEqual([]);
  });

  it('never runs code of the program while describing a value', () => {
    const { koffi, agent } = loadKoffi(version);
    koffi.struct('Trap', { a: 'int', text: 'char *' });
    const f = koffi.load('libc.so.6').func('int abs(int x, Trap *t)');
    let runs = 0;
    const value = { a: 1, get text() { runs++; return 'x'; }, toString() { runs++; return ''; }, toJSON() { runs++; return ''; } };
    f(1, value);
    expect(runs).toBe(1);
    expect(rowsOf(agent)).toEqual({ 'arg 1 t': [1, 16, 5, 1, 0, 0, NONE] });
    expect(last(agent).args[1]).toBe('{ a: 1, text: (computed), toString: function toString, toJSON: function toJSON }');
  });

  it('records the line that called', () => {
    const { koffi, agent } = loadKoffi(version);
    const abs = koffi.load('libc.so.6').func('int abs(int x)');
    const call = () => abs(-1);
    for (let i = 0; i < 3; i++) call();
    const sites = new Set(agent.calls.map((one) => one.site));
    expect(sites.size).toBe(1);
    expect(agent.defined('site', [...sites][0] ?? 0)).toMatchObject({ file: expect.stringMatching(/install\.test\.ts$/), column: 24 });
  });
});
