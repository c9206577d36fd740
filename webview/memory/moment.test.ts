import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { momentAfter, writersOf } from './moment';
import { loadWrites, writesUntil, type WriteLog } from './writelog';

const signal = new AbortController().signal;

/** Writes as [ordinal, from, size]. */
function log(...writes: [number, number, number][]): WriteLog {
  const column = (at: 0 | 1 | 2): Float64Array => Float64Array.from(writes, write => write[at]);
  return { length: writes.length, ordinal: column(0), from: column(1), size: column(2), cut: false };
}

it('knows what no write came to, and what no write comes to any more', () => {
  const writes = log([10, 0, 2], [20, 1, 2], [30, 1, 1]);
  const ends = { before: Uint8Array.of(1, 2, 3, 4), after: Uint8Array.of(11, 12, 13, 4) };
  const shown = (count: number): string => {
    const { bytes, known } = momentAfter(writes, 4, count, ends);
    return [...bytes].map((byte, at) => (known[at] ? byte : '?')).join(' ');
  };
  expect([0, 1, 2, 3].map(shown)).toEqual(['1 2 3 4', '11 ? 3 4', '11 ? 13 4', '11 12 13 4']);
});

it('takes kept values before anything else', () => {
  const { bytes, known } = momentAfter(log([10, 0, 2], [20, 1, 2]), 3, 1, { before: null, after: null }, index => (index === 0 ? Uint8Array.of(7, 8) : null));
  expect([[...bytes], [...known]]).toEqual([[7, 8, 0], [1, 1, 0]]);
});

it('names the last writers of bytes, latest first', () => {
  const moment = momentAfter(log([10, 0, 8], [20, 2, 2]), 8, 2, { before: null, after: null });
  expect(writersOf(moment, 1, 3, 4)).toEqual([{ write: 1, offset: 2, size: 2 }, { write: 0, offset: 1, size: 1 }]);
  expect(writersOf(moment, 1, 3, 1).length).toBe(1);
});

it('replays a recorded region to the contents after its call, as a byte for byte replay does', async () => {
  const trace = await openTrace(bytesSource(sampleTrace()));
  const dst = trace.callById.get(2)!.regions.find(region => region.label === 'dst')!;
  const writes = await loadWrites(trace, dst, signal);
  expect(writes.length).toBeGreaterThan(100);
  expect(writesUntil(writes, writes.ordinal[9]!)).toBe(10);
  expect(writesUntil(writes, writes.ordinal[9]! - 1)).toBe(9);
  const ends = { before: await trace.snapshot(dst.id, 'before'), after: await trace.snapshot(dst.id, 'after') };
  const half = Math.floor(writes.length / 2);
  const moment = momentAfter(writes, dst.size, half, ends);
  const expected = new Uint8Array(dst.size);
  for (let i = 0; i < half; i++) for (let at = writes.from[i]!; at < writes.from[i]! + writes.size[i]!; at++) expected[at] = ends.after![at]!;
  expect(Buffer.compare(moment.bytes, expected)).toBe(0);
  expect(momentAfter(writes, dst.size, writes.length, ends).bytes).toEqual(ends.after);
});
