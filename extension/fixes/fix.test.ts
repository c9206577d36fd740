import { describe, expect, it } from 'vitest';
import { argumentsOfCall, bindingsOf, declarationOf } from './calls';
import { callFixes, declarationFixes, type Fix, type Mistake } from './fix';

const mistake = (known: Partial<Mistake>): Mistake => ({ rule: 'lost-write', function: 'find', arg: 1, name: 'low', text: false, reads: false, size: 4, element: 4, end: 4, values: [], ...known });
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

  it('says _Inout_ when the call read it too, and nothing for strings', () => {
    const text = "f('int find(int a, int *low)')";
    expect(apply(text, declarationFixes(text, mistake({ reads: true })))).toEqual(["f('int find(int a, _Inout_ int *low)')"]);
    expect(declarationFixes(text, mistake({ text: true }))).toEqual([]);
    expect(declarationFixes(text, mistake({ rule: 'never-written' }))).toEqual([]);
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
