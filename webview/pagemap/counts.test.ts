import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountsBuilder } from './counts';

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
  const builder = new CountsBuilder(28, -8, 40);
  builder.add(26, 5, true);
  builder.add(-2, 2, false);
  const counts = builder.build([256]);
  expect(counts.bytesWritten).toBe(2);
  expect(counts.bytesAfter).toBe(3);
  expect(counts.bytesBefore).toBe(2);
  expect(counts.bytesRead).toBe(0);
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
