import { describe as group, expect, it } from 'vitest';
import { describe, errorText } from './value';

const trap = new Proxy({}, { get() { throw new Error('trap'); }, ownKeys() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); } });

group('describe', () => {
  it.each<[unknown, string]>([
    [1.5, '1.5'], [-0, '-0'], [NaN, 'NaN'], [12n, '12n'], [true, 'true'], [undefined, 'undefined'], [null, 'null'],
    ['a"b\n', '"a\\"b\\n"'], [Buffer.alloc(3), 'Buffer(3)'], [new Uint32Array(2), 'Uint32Array(8)'], [new DataView(new ArrayBuffer(5)), 'DataView(5)'],
    [new SharedArrayBuffer(8), 'ArrayBuffer(8)'], [[1, 'a', null], '[1, "a", null]'], [[1, 2, 3, 4, 5, 6], '[1, 2, 3, 4, 5, … 6 in all]'],
    [{ a: 1, b: { c: [2] } }, '{ a: 1, b: { c: […] } }'], [{}, '{}'], [Object.create(null), '{}'], [function named() {}, 'function named'], [() => 1, 'function'],
    [trap, 'Proxy'], [{ inside: trap }, '{ inside: Proxy }'], [new TypeError('no'), 'TypeError: no'], [Symbol('s'), 'symbol'],
  ])('%#', (value, expected) => { expect(describe(value)).toBe(expected); });

  it('shows pointers as addresses', () => {
    expect(describe(0x7fff_1234n, true)).toBe('0x7fff1234');
    expect(describe(16, true)).toBe('0x10');
    expect(describe(-1n, true)).toBe('0xffffffffffffffff');
  });
  it('stays short', () => {
    expect(describe('x'.repeat(500))).toHaveLength(75);
    expect(describe(Array.from({ length: 9 }, () => 'y'.repeat(30))).length).toBeLessThanOrEqual(80);
  });
  it('survives a cycle', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(describe(cyclic)).toBe('{ self: { self: {…} } }');
  });
  it('does not touch the accessors of errors', () => {
    const error = new Error('x');
    Object.defineProperty(error, 'message', { get() { throw new Error('touched'); } });
    expect(errorText(error)).toBe('Error: ');
    expect(errorText('plain')).toBe('"plain"');
  });
});
