import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../trace/open';
import { TraceBuilder } from '../../trace/testing/builder';
import { sampleTrace } from '../../trace/testing/sample';
import { diffAccesses, withGaps } from './accesses';
import { compareTraces, stepDifference } from './model';

const { signal } = new AbortController();
const fn = (name: string) => ({ name, library: 'liba.so', params: [['hdr', 'Header *', 'out'] as const] });

/** Calls of `parse`, each with bytes written one by one. */
async function traceOf(calls: readonly { name: string; offsets: readonly number[]; after: number; line?: number }[]) {
  const trace = new TraceBuilder({ program: 'node', args: ['app.js'] });
  for (const { name, offsets, after, line } of calls) {
    const { regions } = trace.begin({ fn: fn(name), line: line ?? 5, args: ['{}'], regions: [{ label: 'arg 0 hdr', size: 8, arg: 0, flags: 2, bytes: new Uint8Array(8) }] });
    for (const offset of offsets) trace.access({ region: regions[0] ?? 0, offset, size: 1, write: true, line: 40, fn: 'parse', file: 'parse.c' });
    trace.end('0', new Map([[regions[0] ?? 0, new Uint8Array(8).fill(after)]]));
  }
  return openTrace(bytesSource(trace.finish()));
}

it('finds nothing between a recording and itself', async () => {
  const [a, b] = [await openTrace(bytesSource(sampleTrace())), await openTrace(bytesSource(sampleTrace()))];
  const { pairs, findings } = await compareTraces(a, b, signal);
  expect(pairs.map(pair => pair.verdict)).toEqual(a.calls.map(() => 'same'));
  expect(findings.every(({ a: left, b: right }) => left !== null && right !== null)).toBe(true);
});

it('pairs calls of the same function and place, and says which are only in one', async () => {
  const a = await traceOf([{ name: 'open', offsets: [], after: 0 }, { name: 'parse', offsets: [0, 1], after: 1 }, { name: 'close', offsets: [], after: 0 }]);
  const b = await traceOf([{ name: 'open', offsets: [], after: 0 }, { name: 'parse', offsets: [0, 1, 2], after: 1 }, { name: 'check', offsets: [], after: 0 }, { name: 'close', offsets: [], after: 0, line: 9 }]);
  const { pairs } = await compareTraces(a, b, signal);
  expect(pairs.map(({ a: left, b: right, verdict }) => [left?.function ?? null, right?.function ?? null, verdict])).toEqual([
    ['open', 'open', 'same'], ['parse', 'parse', 'differs'], [null, 'check', 'b'], ['close', 'close', 'same'],
  ]);
  expect(stepDifference(pairs, -1, 1)).toBe(1);
  expect(stepDifference(pairs, 1, 1)).toBe(2);
  expect(stepDifference(pairs, 1, -1)).toBeNull();
});

it('shows the accesses that only one of the calls made, in order', async () => {
  const a = await traceOf([{ name: 'parse', offsets: [0, 1, 2, 3, 4, 5, 6, 7], after: 1 }]);
  const b = await traceOf([{ name: 'parse', offsets: [0, 1, 2, 3, 4, 5, 7], after: 1 }]);
  const { lines, onlyA, onlyB } = await diffAccesses(a, a.calls[0]!, b, b.calls[0]!, signal);
  expect([onlyA, onlyB]).toEqual([1, 0]);
  expect(lines).toEqual([{ kind: 'gap', count: 4 }, { kind: 'same', a: 4, b: 4 }, { kind: 'same', a: 5, b: 5 }, { kind: 'a', a: 6, b: null }, { kind: 'same', a: 7, b: 6 }]);
  expect(withGaps([])).toEqual([]);
});
