import { describe, expect, it } from 'vitest';
import type { TypeNode } from '../types/node';
import { layoutOf, STACK, VECTOR } from './sysv';

const scalar = (kind: string, size: number): TypeNode =>
  ({ name: kind, kind, size, alignment: size, ref: null, length: 1, members: [], characterSize: 0, swapped: false });
const [int, double, float, pointer, nothing] = [scalar('Int32', 4), scalar('Float64', 8), scalar('Float32', 4), scalar('Pointer', 8), scalar('Void', 0)];
const record = (...types: TypeNode[]): TypeNode => {
  let size = 0;
  const members = types.map((type, index) => {
    const offset = Math.ceil(size / Math.max(1, type.alignment)) * type.alignment;
    size = offset + type.size;
    return { name: `m${index}`, type, offset };
  });
  return { ...scalar('Record', Math.ceil(size / 8) * 8), members };
};
const places = (result: TypeNode, ...parameters: TypeNode[]) => layoutOf(result, parameters).places;

describe('where arguments go', () => {
  it('numbers general registers and leaves vector registers out', () => {
    expect(places(int, int, double, pointer, float, int)).toEqual([[0], [VECTOR], [1], [VECTOR], [2]]);
  });
  it('goes on on the stack behind the sixth', () => {
    expect(places(nothing, ...Array.from({ length: 8 }, () => pointer))).toEqual([[0], [1], [2], [3], [4], [5], [STACK], [STACK + 1]]);
  });
  it('goes on on the stack behind the eighth vector register', () => {
    expect(places(nothing, ...Array.from({ length: 9 }, () => double), int).slice(7)).toEqual([[VECTOR], [STACK], [0]]);
  });
  it('shifts registers for a result in memory', () => {
    const large = record(pointer, pointer, int);
    expect(layoutOf(large, [pointer])).toEqual({ hiddenResult: true, places: [[1]] });
    expect(layoutOf(record(pointer, double), [pointer])).toEqual({ hiddenResult: false, places: [[0]] });
    expect(layoutOf(nothing, [])).toEqual({ hiddenResult: false, places: [] });
  });
  it('splits small records by eightbyte', () => {
    expect(places(nothing, record(pointer, double), record(double, pointer), record(float, int), record(float, float))).toEqual([[0, VECTOR], [VECTOR, 1], [2], [VECTOR]]);
  });
  it('passes a record as a whole: not half in registers', () => {
    expect(places(nothing, int, int, int, int, int, record(pointer, pointer), int)).toEqual([[0], [1], [2], [3], [4], [STACK, STACK + 1], [5]]);
  });
  it('passes large records on the stack', () => {
    expect(places(nothing, record(pointer, pointer, pointer), pointer, record(pointer, pointer, pointer), int)).toEqual([[64, 65, 66], [0], [67, 68, 69], [1]]);
  });
  it('merges the members of a union', () => {
    const union: TypeNode = { ...scalar('Union', 8), members: [{ name: 'd', type: double, offset: 0 }, { name: 'p', type: pointer, offset: 0 }] };
    expect(places(nothing, union, { ...union, members: [{ name: 'd', type: double, offset: 0 }] })).toEqual([[0], [VECTOR]]);
  });
  it('classifies arrays in records by their elements', () => {
    const array: TypeNode = { ...scalar('Array', 16), alignment: 4, ref: float, length: 4 };
    expect(places(nothing, record(array), int)).toEqual([[VECTOR, VECTOR], [0]]);
  });
});
