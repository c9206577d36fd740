import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../trace/model/types';
import { argumentsOfCall, bindingsOf, declarationOf } from './calls';
import { declarationFixes } from './fix';
import { callFixes } from './lengths';
import type { Fix, Mistake } from './types';

const direction = (to: 'in' | 'out' | 'inout'): Suggestion => ({ kind: 'direction', to });
const mistake = (known: Partial<Mistake>): Mistake => ({
  rule: 'lost-write', fix: direction('out'), function: 'find', arg: 1, name: 'low', lent: true, type: 'int', size: 4, element: 4, front: 0, end: 4, values: [], ...known,
});
const apply = (text: string, fixes: readonly Fix[]) => fixes.map(({ span, text: fixed }) => text.slice(0, span.from) + fixed + text.slice(span.to));

describe('a fix of the declaration', () => {
  it.each([
    ["lib.func('void find(const int *v, int *low, int *high)')", "lib.func('void find(const int *v, _Out_ int *low, int *high)')"],
    ["lib.func('void find(int (*f)(int, int), point *low)')", "lib.func('void find(int (*f)(int, int), _Out_ point *low)')"],
    ["const find = lib.func('find', 'void', ['int', 'int *']);", "const find = lib.func('find', 'void', ['int', koffi.out('int *')]);"],
    ['lib.func("__stdcall", "find", "void", ["int", "int *"])', null],
    ["lib.func('void find(const int *v, _In_ int *low)')", "lib.func('void find(const int *v, _Out_ int *low)')"],
    ["lib.func('void find(const int *v, _Out_ int *low)')", null],
    ["lib.func('void refind(const int *v, int *low)')", null],
    ["lib.func('void find(int *v)')", null],
  ])('%s', (text, fixed) => expect(apply(text, declarationFixes(text, mistake({})))).toEqual(fixed === null ? [] : [fixed]));

  it('says _Inout_ when the call read it too, and nothing where nothing is known', () => {
    const text = "f('int find(int a, int *low)')";
    expect(apply(text, declarationFixes(text, mistake({ fix: direction('inout') })))).toEqual(["f('int find(int a, _Inout_ int *low)')"]);
    expect(declarationFixes(text, mistake({ fix: null }))).toEqual([]);
  });

  it.each([
    ["f('int find(int a, _Out_ int *low)')", 'in', "f('int find(int a, int *low)')"],
    ["f('int find(int a, _Out_ int *low)')", 'inout', "f('int find(int a, _Inout_ int *low)')"],
    ["lib.func('find', 'int', ['int', koffi.out('int *')])", 'in', "lib.func('find', 'int', ['int', 'int *'])"],
    ["lib.func('find', 'int', ['int', ffi.out(ffi.pointer('int'))])", 'inout', "lib.func('find', 'int', ['int', ffi.inout(ffi.pointer('int'))])"],
    ["f('int find(int a, _Inout_ int *low)')", 'inout', null],
    ["f('int find(int a, int *low)')", 'in', null],
  ] as const)('of what was never written: %s, %s', (text, to, fixed) => {
    const fixes = declarationFixes(text, mistake({ rule: 'never-written', fix: direction(to) }));
    expect(apply(text, fixes)).toEqual(fixed === null ? [] : [fixed]);
    expect(fixes.every(({ isGuess }) => isGuess === (to === 'inout' ? true : undefined))).toBe(true);
  });
});

describe('a fix of a type', () => {
  it.each([
    ["f('int find(int a, _Out_ uint32_t *low)')", "f('int find(int a, _Out_ uint64_t *low)')"],
    ["f('int find(int a, _Out_ const unsigned int *low)')", "f('int find(int a, _Out_ const uint64_t *low)')"],
    ["lib.func('find', 'int', ['int', koffi.out('int *')])", "lib.func('find', 'int', ['int', koffi.out('uint64_t *')])"],
    ["lib.func('find', 'int', ['int', koffi.out(koffi.pointer('uint32'))])", "lib.func('find', 'int', ['int', koffi.out(koffi.pointer('uint64_t'))])"],
    ["f('int find(int a, _Out_ number *low)')", null],
  ])('%s', (text, fixed) => {
    expect(apply(text, declarationFixes(text, mistake({ rule: 'layout-mismatch', fix: { kind: 'type', from: 'uint32_t', to: 'uint64_t' } })))).toEqual(fixed === null ? [] : [fixed]);
  });

  it.each([
    ["koffi.struct('header', { tag: 'int', count: 'int', 'more': koffi.array('int', 2) });", "koffi.struct('header', { tag: 'int', count: 'uint64_t', 'more': koffi.array('int', 2) });"],
    ['koffi.struct("header", { "count": "int" });', 'koffi.struct("header", { "count": \'uint64_t\' });'],
    ["koffi.struct('header', { count: Count });", null],
    ["koffi.struct('header', members);", null],
    ["koffi.struct('header', { count: 'int' }); other.struct('header', { count: 'int' });", null],
  ])('of a member: %s', (text, fixed) => {
    expect(apply(text, declarationFixes(text, mistake({ fix: { kind: 'member', type: 'header', member: 'count', to: 'uint64_t' } })))).toEqual(fixed === null ? [] : [fixed]);
  });

  it('of a struct that is packed in the declaration only', () => {
    const fix: Suggestion = { kind: 'unpacked', type: 'header' };
    expect(apply("koffi.pack('header', { a: 'char' })", declarationFixes("koffi.pack('header', { a: 'char' })", mistake({ fix })))).toEqual(["koffi.struct('header', { a: 'char' })"]);
    expect(declarationFixes("koffi.struct('header', { a: 'char' })", mistake({ fix }))).toEqual([]);
  });
});

describe('a fix of the length', () => {
  const bytes = mistake({ rule: 'out-of-bounds-write', arg: 0, size: 20, element: 4, end: 80, values: ['Uint32Array(20)', '20', '1'] });
  it.each([
    ['fill(words, words.byteLength, 1)', 'fill(words, words.length, 1)'],
    ['fill(words, buffer.length, 1)', 'fill(words, buffer.length / 4, 1)'],
    ['fill(words, 4 * 5, 1)', 'fill(words, (4 * 5) / 4, 1)'],
    ['fill(words, 20, 1)', 'fill(words, 5, 1)'],
    ['fill(of(a, "(,"), words.byteLength /* , */, 1)', 'fill(of(a, "(,"), (words.byteLength /* , */) / 4, 1)'],
  ])('%s', (text, fixed) => expect(apply(text, callFixes(text, 0, bytes))).toEqual([fixed]));

  it('is offered only when the count explains how far the call went', () => {
    expect(callFixes('fill(words, 20, 1)', 0, { ...bytes, end: 76 })).toEqual([]);
    expect(callFixes('fill(words, 20, 1)', 0, { ...bytes, element: 1 })).toEqual([]);
    expect(callFixes('fill(words, 21, 1)', 0, { ...bytes, values: ['Uint32Array(20)', '21'] })).toEqual([]);
    expect(callFixes('fill\n(words, 20, 1)', 0, bytes)).toEqual([]);
  });

  const view = mistake({ rule: 'out-of-bounds-write', arg: 0, size: 16, element: 1, front: 16, end: 64, values: ['Uint8Array(16)', '16', '64'] });
  it.each([
    ['fill(tile, 16, tile.buffer.byteLength)', {}, 'fill(tile, 16, tile.byteLength)'],
    ['fill(tile, 16, other.buffer.byteLength)', {}, null],
    ['fill(tile, 16, tile.buffer.byteLength)', { end: 60 }, null],
    ['fill(tile, tile.byteOffset, 64)', { end: 32 }, 'fill(tile, 0, 64)'],
    ['fill(tile, tile.byteOffset, 64)', { end: 33 }, null],
    ['fill(tile, tile.byteOffset, 64)', { end: 32, front: 8 }, null],
  ])('of a view: %s', (text, known, fixed) => expect(apply(text, callFixes(text, 0, { ...view, ...known }))).toEqual(fixed === null ? [] : [fixed]));

  it.each([
    ["ffi.struct('p', {}); const made = Buffer.alloc(1 + 8); f(made)", {}, "ffi.struct('p', {}); const made = Buffer.alloc(ffi.sizeof('p')); f(made)"],
    ["ffi.struct('p', {}); let made = new Uint8Array(9); f(made)", {}, "ffi.struct('p', {}); let made = new Uint8Array(ffi.sizeof('p')); f(made)"],
    ["ffi.struct('p', {}); const made = Buffer.alloc(9); f(made)", { end: 17 }, null],
    ["ffi.struct('p', {}); const made = Buffer.alloc(9); f(made)", { size: 16 }, null],
    ["ffi.struct('p', {}); const made = Buffer.from('a text'); f(made)", {}, null],
    ['const made = Buffer.alloc(9); f(made)', {}, null],
  ])('of a buffer for a struct: %s', (text, known, fixed) => {
    const short = mistake({ rule: 'out-of-bounds-write', arg: 0, lent: false, type: 'p', size: 9, element: 16, end: 16, ...known });
    expect(apply(text, callFixes(text, text.lastIndexOf('f('), short))).toEqual(fixed === null ? [] : [fixed]);
  });
});

it('finds where a variable is made, unless it is given several values', () => {
  expect(declarationOf('let a = 1;\nconst buffer = Buffer.alloc(4);\nf(buffer === a);', 'buffer')).toBe(11);
  expect(declarationOf('let buffer = one(); buffer = other();', 'buffer')).toBeNull();
  expect(declarationOf('const buffer = 1; { const buffer = 2; }', 'buffer')).toBeNull();
  expect(declarationOf('f(this.buffer)', 'this.buffer')).toBeNull();
  expect(argumentsOfCall('f()', 0)).toEqual([]);
  expect(argumentsOfCall('f(', 0)).toBeNull();
  expect(bindingsOf("x.func(\n  'void g(int a)')", 'g')).toHaveLength(1);
});
