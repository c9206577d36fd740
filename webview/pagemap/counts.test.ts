import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountsBuilder, touchesAt } from './counts';

it('counts touches per byte and per cell', () => {
  const builder = new CountsBuilder(600);
  builder.add(0, 4, false);
  builder.add(2, 4, false);
  builder.add(254, 4, true);
  const counts = builder.build([256, 4096]);
  expect([...counts.reads.slice(0, 7)]).toEqual([1, 1, 2, 2, 1, 1, 0]);
  expect(counts.bytesRead).toBe(6);
  expect([...counts.cells[0]!.bytesWritten]).toEqual([2, 2, 0]);
  expect([...counts.cells[0]!.reads]).toEqual([8, 0, 0]);
  expect([...counts.cells[1]!.bytesWritten]).toEqual([4]);
});

it('keeps bytes outside the region apart', () => {
  const builder = new CountsBuilder(28, 12);
  builder.add(26, 5, true);
  builder.add(-2, 2, false);
  const counts = builder.build([256]);
  expect(counts.bytesWritten).toBe(2);
  expect(counts.bytesAfter).toBe(3);
  expect(counts.bytesBefore).toBe(2);
  expect(counts.bytesRead).toBe(0);
  expect(touchesAt(counts, 30)).toEqual({ reads: 0, writes: 1 });
  expect(touchesAt(counts, -1)).toEqual({ reads: 1, writes: 0 });
  expect(touchesAt(counts, 1e6)).toEqual({ reads: 0, writes: 0 });
});

it('agrees with counting byte by byte', () => {
  const access = fc.record({ offset: fc.integer({ min: -20, max: 320 }), size: fc.integer({ min: 1, max: 80 }), write: fc.boolean() });
  fc.assert(fc.property(fc.array(access), accesses => {
    const builder = new CountsBuilder(300);
    const reads = new Array<number>(300).fill(0);
    const writes = new Array<number>(300).fill(0);
    for (const { offset, size, write } of accesses) {
      builder.add(offset, size, write);
      for (let at = offset; at < offset + size; at++) if (at >= 0 && at < 300) (write ? writes : reads)[at]! += 1;
    }
    const counts = builder.build([256]);
    expect([...counts.reads]).toEqual(reads);
    expect([...counts.writes]).toEqual(writes);
  }));
});

it('counts larger grains where bytes would take too much memory', () => {
  const builder = new CountsBuilder(1024, 0, 256);
  builder.add(250, 10, true);
  builder.add(0, 1, true);
  const counts = builder.build([256, 4096]);
  expect([...counts.writes]).toEqual([2, 1, 0, 0]);
  expect(counts.bytesWritten).toBe(512);
  expect([...counts.cells[1]!.bytesWritten]).toEqual([512]);
  expect([...counts.cells[1]!.writes]).toEqual([768]);
});
