import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../open';
import { TraceBuilder } from '../testing/builder';
import { snapshotRegion } from './snapshot-places';

it('tells a line about contents by how it begins, and its region', () => {
  const line = '{"ev":"snapshot","call":1,"region":12,"when":"before","pages":[1],"offset":0,"size":4}';
  expect(snapshotRegion(line, 0, line.length)).toBe(12);
  expect(snapshotRegion(`xx${line}`, 2, line.length + 2)).toBe(12);
  for (const other of ['{"ev":"end","call":1,"region":12}', '{ "ev": "snapshot", "region": 12 }', '{"ev":"snapshot","call":1}', '{"ev":"snapshot","region":"12"}']) {
    expect(snapshotRegion(other, 0, other.length)).toBe(null);
  }
});

it('finds contents of the right region and moment, however their lines are written', async () => {
  const builder = new TraceBuilder();
  const fn = { name: 'f', library: 'l.so', params: [] };
  const bytes = (fill: number): Uint8Array => new Uint8Array(5000).fill(fill);
  const [a, b] = [{ label: 'a', size: 5000, arg: 0, bytes: bytes(1) }, { label: 'b', size: 5000, arg: 1, bytes: bytes(2) }];
  const { regions } = builder.begin({ fn, line: 1, args: [], regions: [a, b] });
  builder.end('0', new Map([[regions[0] as number, bytes(3)]]));
  // Another writer puts the time in front; pages 3 and 4 are what the second region held before.
  builder.event({ ev: 'snapshot', call: 1, region: regions[1] as number, when: 'after', pages: [3, 4], offset: 0, size: 5000 });
  const trace = await openTrace(bytesSource(builder.finish()));
  const held = async (at: number, when: 'before' | 'after'): Promise<number[]> => [...new Set(await trace.snapshot(regions[at] as number, when) ?? [])];
  expect([await held(0, 'before'), await held(1, 'before'), await held(0, 'after'), await held(1, 'after')]).toEqual([[1], [2], [3], [2]]);
  expect(await trace.snapshot(99, 'before')).toBe(null);
});
