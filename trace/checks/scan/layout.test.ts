import { describe, expect, it } from 'vitest';
import { Layout } from './layout';

const field = (name: string, type: string, offset: number, size: number) => ({ name, type, offset, size });
/** int a; int n; char tag[4]; (4 bytes padding) double d */
const layout = new Layout('packet', 24, [field('a', 'int', 0, 4), field('n', 'int', 4, 4), field('tag', 'char[4]', 8, 4), field('d', 'double', 16, 8)]);

describe('an access to declared scalars', () => {
  it.each([
    [0, 4, 'one'], [0, 8, 'two whole ones'], [8, 2, 'elements of an array'], [8, 8, 'an array and the padding behind it'], [0, 16, 'a vector'],
    [2, 2, 'half of one'], [18, 4, 'the middle of one'], [12, 4, 'padding'], [4, 5, 'a whole one and one element'],
  ])('at %i of %i bytes fits: %s', (offset, size) => expect(layout.mismatch(offset, size)).toBe(false));

  it.each([[2, 4, 'two halves'], [2, 8, 'half, whole, elements'], [12, 8, 'nothing'], [22, 4, 'the end of one value and the start of the next']])('at %i of %i bytes does not fit when it takes a part of one and reaches into another', (offset, size, what) => {
    expect(layout.mismatch(offset, size)).toBe(what !== 'nothing');
    expect(layout.mismatch(offset + 48, size)).toBe(what !== 'nothing');
  });

  it('may touch members of a union as it likes', () => {
    const union = new Layout('value', 8, [field('i', 'int', 0, 4), field('d', 'double', 0, 8)]);
    expect([union.mismatch(0, 8), union.mismatch(2, 4), union.mismatch(4, 4)]).toEqual([false, false, false]);
  });
});
