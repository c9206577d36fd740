import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearGrid, nestedGrid, topUnit } from './grid';

describe('nested grid', () => {
  it('puts one hexadecimal digit of the offset into each step by four', () => {
    const grid = nestedGrid(64 * 1024, 8);
    expect(grid.place(0x0000)).toEqual([0, 0]);
    expect(grid.place(0x0007)).toEqual([7, 0]);
    expect(grid.place(0x0010)).toEqual([0, 1]);
    expect(grid.place(0x0100)).toEqual([16, 0]);
    expect(grid.place(0x0400)).toEqual([0, 16]);
    expect(grid.place(0x1000)).toEqual([64, 0]);
    expect(grid.place(0x8000)).toEqual([0, 64]);
  });

  it('finds every offset where it was put', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 33 }), fc.constantFrom(1, 4, 8, 32), fc.double({ min: 0, max: 1, noNaN: true }), (size, columns, share) => {
      const offset = Math.floor(share * (size - 1));
      const grid = nestedGrid(size, columns);
      const [x, y] = grid.place(offset);
      expect(grid.offsetAt(x, y)).toBe(offset);
      expect(x).toBeLessThan(grid.width);
      expect(y).toBeLessThan(grid.height);
    }));
  });

  it('starts with larger cells when a region has very many pages', () => {
    expect(topUnit(132 * 1024)).toBe(4096);
    expect(topUnit(64 * 2 ** 20)).toBe(65536);
    expect(nestedGrid(2 ** 30, 32).units).toEqual([1, 256, 4096, 65536, 1048576]);
  });

  it('has nothing outside', () => {
    const grid = nestedGrid(8192, 4);
    expect(grid.offsetAt(-1, 0)).toBeNull();
    expect(grid.offsetAt(0, 64)).toBeNull();
  });
});

describe('linear grid', () => {
  it('puts bytes in rows', () => {
    const grid = linearGrid(28, 8);
    expect(grid.height).toBe(4);
    expect(grid.place(9)).toEqual([1, 1]);
    expect(grid.offsetAt(1.5, 1.9)).toBe(9);
  });

  it('can begin in front of the region', () => {
    const grid = linearGrid(28, 8, -8);
    expect(grid.height).toBe(5);
    expect(grid.place(-3)).toEqual([5, 0]);
    expect(grid.offsetAt(5, 0)).toBe(-3);
    expect(grid.place(0)).toEqual([0, 1]);
  });
});
