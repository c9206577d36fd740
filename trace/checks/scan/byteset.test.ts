import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSet, gaps, intersection, union } from './byteset';

const range = fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 9_000 })).map(([from, size]) => ({ from, to: from + size }));
const bytesOf = (runs: readonly { from: number; to: number }[]) => new Set(runs.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));

describe('a set of bytes', () => {
  it('holds what a set of numbers would, in runs that do not touch', () => {
    fc.assert(fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const set = new ByteSet();
      for (const { from, to } of ranges) set.add(from, to);
      const runs = set.runs();
      expect(bytesOf(runs)).toEqual(bytesOf(ranges));
      runs.slice(1).forEach((run, at) => expect(run.from).toBeGreaterThan(runs[at]?.to ?? -1));
      set.add(0, 3);
      expect(bytesOf(set.runs())).toEqual(bytesOf([...ranges, { from: 0, to: 3 }]));
    }), { numRuns: 60 });
  });

  it('knows single bytes in any order', () => {
    const set = new ByteSet();
    for (const at of [5, 3, 4, 100, 31, 32, 4095, 4096]) set.add(at, at + 1);
    expect(set.runs()).toEqual([{ from: 3, to: 6 }, { from: 31, to: 33 }, { from: 100, to: 101 }, { from: 4095, to: 4097 }]);
    expect(set.size).toBe(8);
    expect(new ByteSet().empty).toBe(true);
  });
});

describe('lists of runs', () => {
  it('have gaps, unions and intersections', () => {
    const runs = [{ from: 2, to: 4 }, { from: 6, to: 8 }];
    expect(gaps(runs, 10)).toEqual([{ from: 0, to: 2 }, { from: 4, to: 6 }, { from: 8, to: 10 }]);
    expect(gaps(runs, 7)).toEqual([{ from: 0, to: 2 }, { from: 4, to: 6 }]);
    expect(gaps([], 3)).toEqual([{ from: 0, to: 3 }]);
    expect(union([runs, [{ from: 4, to: 6 }]])).toEqual([{ from: 2, to: 8 }]);
    expect(intersection(runs, [{ from: 3, to: 7 }])).toEqual([{ from: 3, to: 4 }, { from: 6, to: 7 }]);
  });
});
