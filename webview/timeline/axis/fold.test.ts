import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldIdle, unfolded } from './fold';

describe('folded time', () => {
  const fold = foldIdle([[1000, 2000], [1500, 1800], [900_000, 901_000]], 1_000_000);

  it('folds what lies between calls', () => {
    expect(fold.breaks).toHaveLength(3);
    expect(fold.length).toBeLessThan(2200);
    expect(fold.toPlace(2000) - fold.toPlace(1000)).toBeCloseTo(1000);
    expect(fold.toPlace(901_000) - fold.toPlace(900_000)).toBeCloseTo(1000);
    expect(fold.toPlace(900_000) - fold.toPlace(2000)).toBeLessThan(30);
  });

  it('keeps short pauses as they are', () => {
    expect(foldIdle([[0, 1000], [1010, 2000]], 2000).breaks).toEqual([]);
  });

  it('leaves a recording without calls as it is', () => {
    expect(foldIdle([], 500).toPlace(250)).toBe(250);
    expect(unfolded(10).length).toBe(10);
  });

  it('ascends, and finds each value again', () => {
    const stretch = fc.tuple(fc.nat(1e6), fc.nat(1e5)).map(([from, size]) => [from, from + size] as const);
    fc.assert(fc.property(fc.array(stretch, { maxLength: 20 }), fc.nat(1.1e6), fc.nat(1.1e6), (busy, a, b) => {
      const any = foldIdle(busy, 1.1e6);
      expect(any.toValue(any.toPlace(a))).toBeCloseTo(a, 3);
      if (a < b) expect(any.toPlace(a)).toBeLessThan(any.toPlace(b));
    }));
  });
});
