import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../../trace/open';
import { sampleTrace } from '../../../trace/testing/sample';
import { buildTracks } from '../../canvas/tracks';
import { unfolded } from '../axis/fold';
import { groupingOf } from '../lanes/groupings';
import { callBands } from '../bands';
import { callWindow } from '../windows';
import { loadOverview, ordinalsOfWindow, type Overview } from './overview';
import { loadPicture } from './picture';
import { scanWindow } from './scan';
import { loadTouches } from './touches';

const trace = await openTrace(bytesSource(sampleTrace()));
const map = buildTracks(trace.regionById.values());
const grouping = groupingOf('region', trace, map);
const { signal } = new AbortController();
const named = (name: string) => trace.calls.find(call => call.function === name)!;
const sum = (values: Uint32Array): number => values.reduce((total, value) => total + value, 0);
const scanOf = (axis: 'time' | 'sequence', window: readonly [number, number]) =>
  scanWindow({ trace, grouping, axis, window, ordinals: [0, trace.accessCount], matcher: null, signal });

it('counts every access once, on both axes', async () => {
  const overviews: Overview[] = [];
  await loadOverview(trace, unfolded(trace.info.duration), signal, overview => overviews.push(overview));
  const { sequence, time, done } = overviews.at(-1)!;
  expect(done).toBe(true);
  expect(sum(sequence.reads) + sum(sequence.writes)).toBe(trace.accessCount);
  expect(sum(time.writes)).toBe(sum(sequence.writes));
});

it('finds the same accesses of a call in time and in sequence', async () => {
  const call = named('parse_header');
  const inSequence = await scanOf('sequence', [call.firstOrdinal, call.lastOrdinal]);
  expect(inSequence.items).toHaveLength(call.reads + call.writes);
  const inTime = await scanOf('time', [call.start, call.end! + 1]);
  expect(inTime.items!.map(item => item.ordinal)).toEqual(inSequence.items!.map(item => item.ordinal));
});

it('reads only the blocks of a time window', async () => {
  let overview: Overview | null = null;
  await loadOverview(trace, unfolded(trace.info.duration), signal, each => { overview = each; });
  const call = named('parse_header');
  const [from, to] = ordinalsOfWindow('time', [call.start, call.end!], overview, trace.accessCount);
  expect(from).toBeLessThanOrEqual(call.firstOrdinal);
  expect(to).toBeGreaterThanOrEqual(call.lastOrdinal);
});

it('draws large windows from sums that hold every access, small ones one by one', async () => {
  const request = { trace, grouping, map, axis: 'sequence' as const, ordinals: [0, trace.accessCount] as const, matcher: null, signal, fold: unfolded(trace.accessCount), left: 0, right: 600, room: { top: 0, height: 400 }, preferred: new Set<number>() };
  const whole = await loadPicture({ ...request, window: [0, trace.accessCount] });
  expect(whole.scan.items).toBeNull();
  for (const { lane, density } of whole.lanes) {
    expect(sum(density!.reads) >= lane.stats.reads && sum(density!.writes) >= lane.stats.writes).toBe(true);
  }
  const small = await loadPicture({ ...request, window: callWindow(trace, named('parse_header'), 'sequence') });
  expect(small.lanes.every(lane => lane.density === null && lane.items.length > 0)).toBe(true);
});

it('finds every access to some bytes', async () => {
  const call = named('parse_header');
  const region = call.regions[0]!;
  const touches = await loadTouches(trace, map, { index: map.indexOf(region.id), offset: region.size, size: 8 }, signal);
  expect(touches.ordinals.length).toBeGreaterThan(0);
  for (const ordinal of touches.ordinals) {
    const access = await trace.access(ordinal);
    expect(access.offset + access.size).toBeGreaterThan(region.size);
  }
});

it('stops when it is no longer wanted', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(scanWindow({ trace, grouping, axis: 'sequence', window: [0, 10], ordinals: [0, 10], matcher: null, signal: abort.signal })).rejects.toThrow();
});

it('puts calls made in a callback below it', () => {
  const bands = callBands(trace, 'time');
  for (const call of trace.calls.filter(each => each.parent !== null)) {
    const row = (id: number, callback: boolean): number => bands.find(band => band.call === id && band.callback === callback)!.row;
    expect(row(call.id, false)).toBeGreaterThan(row(call.parent!, true));
    expect(row(call.parent!, true)).toBeGreaterThan(row(call.parent!, false));
  }
});
