/** What the views take from the index, beside what they would find in every access. The recording has two threads and three levels of index. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { accessAt } from '../../trace/model/access';
import type { Access } from '../../trace/model/types';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { countRegion } from '../bytes/load';
import { collect, type Collected } from '../chain/collect';
import { loadWrites } from '../memory/writelog';
import { loadLast, type LastTouches } from '../pagemap/last';
import { countsFromIndex, loadCounts } from '../pagemap/load';
import { compileFilter } from '../state/filter';
import { SameBytes } from '../state/samebytes';
import { findBackward, findForward } from '../state/search';
import { scanIndex, windowIndex } from '../timeline/data/indexed';
import { loadTouches } from '../timeline/data/touches';
import { stretchesOf } from './lod';
import { buildTracks } from './tracks';

const trace = await openTrace(bytesSource(readFileSync(fileURLToPath(new URL('../../trace/testing/recordings/random-1.ffitrace', import.meta.url)))));
const map = buildTracks(trace.regionById.values());
const { signal } = new AbortController();
const all: Access[] = [];
for await (const block of trace.blocks()) for (let row = 0; row < block.length; row++) all.push(accessAt(trace, block, row));
const regionOf = (access: Access): number => access.region ?? access.anchor ?? 0;
const range = [0, trace.accessCount] as const;

it.each([1, 8, 40, 100_000])('covers a window in about %i stretches, and nothing twice', async most => {
  for (const [from, to] of [range, [777, 4001]] as const) {
    const stretches = (await stretchesOf(trace, from, to, most, signal))!;
    expect(stretches[0]!.from).toBeLessThanOrEqual(from);
    expect(stretches.at(-1)!.to).toBeGreaterThanOrEqual(to);
    stretches.forEach((stretch, i) => { if (i > 0) expect(stretch.from).toBe(stretches[i - 1]!.to); });
    for (const { from: first, to: end, node } of stretches) {
      expect([node.accesses, node.writes]).toEqual([end - first, all.slice(first, end).filter(({ kind }) => kind === 'write').length]);
    }
  }
});

it('has no stretches of a recording without an index', async () => {
  const other = await openTrace(bytesSource(sampleTrace()));
  expect(await stretchesOf(other, 0, other.accessCount, 8, signal)).toBe(null);
});

it('knows what lies in each lane', async () => {
  const stretches = (await windowIndex(trace, range, 16, signal))!;
  const scan = scanIndex(stretches, map, 'sequence', range);
  expect([scan.reads + scan.writes, scan.writes]).toEqual([all.length, all.filter(({ kind }) => kind === 'write').length]);
  map.tracks.forEach((_, track) => {
    const own = all.filter(access => map.indexOf(regionOf(access)) === track);
    const offsets = own.map(access => access.offset + map.shiftOf(regionOf(access)));
    expect(scan.stats.get(track)).toMatchObject({
      reads: own.filter(({ kind }) => kind === 'read').length, writes: own.filter(({ kind }) => kind === 'write').length,
      low: Math.min(...offsets), high: Math.max(...own.map((access, i) => offsets[i]! + access.size)),
    });
  });
});

it('draws a page map on which no byte is missing, and says that it is approximate', async () => {
  const request = { trace, map, call: null, matcher: null, signal };
  const [indexed, exact] = [(await countsFromIndex(request, ...range))!, await loadCounts(request)];
  expect([indexed.approximate, exact.approximate]).toEqual([true, false]);
  exact.all.forEach((counts, track) => {
    const other = indexed.all[track]!;
    const missing = (one: Uint32Array, two: Uint32Array): number => one.findIndex((count, at) => {
      const inside = at + counts.first >= 0 && at + counts.first < map.tracks[track]!.size;
      return inside && count > 0 && two[at] === 0;
    });
    expect([missing(counts.reads, other.reads), missing(counts.writes, other.writes)]).toEqual([-1, -1]);
    // Bytes of a region of up to 256 bytes are known one by one.
    if (map.tracks[track]!.size <= 256) expect([other.bytesRead, other.bytesWritten]).toEqual([counts.bytesRead, counts.bytesWritten]);
  });
});

it('finds who touched bytes, in order', async () => {
  let total = 0;
  for (const region of [...trace.regionById.values()].filter((_, at) => at % 9 === 0)) {
    const pin = { region: region.id, offset: Math.floor(region.size / 3), size: 3 };
    const same = new SameBytes(trace, pin);
    const collected: Collected[] = [];
    const test = (block: Parameters<SameBytes['touchedBy']>[0], row: number): boolean => same.touchedBy(block, row);
    await collect(trace, same.ordinals(), test, signal, found => collected.push(found), node => same.judge(node));
    const expected: Collected[] = [];
    await collect(trace, same.ordinals(), test, signal, found => expected.push(found));
    expect(collected.at(-1)).toEqual(expected.at(-1));
    total += collected.at(-1)!.ordinals.length;

    const target = { index: map.indexOf(region.id), offset: pin.offset + map.shiftOf(region.id), size: 3 };
    const touches = await loadTouches(trace, map, target, signal);
    expect([...touches.ordinals]).toEqual(all.filter(access => map.indexOf(regionOf(access)) === target.index && access.offset + map.shiftOf(regionOf(access)) < target.offset + 3
      && access.offset + map.shiftOf(regionOf(access)) + access.size > target.offset).map(({ ordinal }) => ordinal));
  }
  expect(total).toBeGreaterThan(20);
});

it('finds writes and counts of one region', async () => {
  for (const region of [...trace.regionById.values()].filter((_, at) => at % 9 === 0)) {
    const call = trace.callById.get(region.call!)!;
    const inCall = all.slice(call.firstOrdinal, call.lastOrdinal);
    const same = (access: Access): boolean => trace.regionById.get(regionOf(access))!.memory === region.memory;
    const writes = await loadWrites(trace, region, signal);
    expect([...writes.ordinal]).toEqual(inCall.filter(access => access.kind === 'write' && same(access) && access.offset < region.size).map(({ ordinal }) => ordinal));
    const counts = await countRegion(trace, region, signal);
    const own = inCall.filter(access => regionOf(access) === region.id);
    const read = new Set(own.filter(({ kind }) => kind === 'read').flatMap(({ offset, size }) => Array.from({ length: size }, (_, at) => offset + at)).filter(at => at < region.size));
    expect(counts.bytesRead).toBe(read.size);
  }
});

it('finds the last access and the last writer of every byte', async () => {
  let found: readonly LastTouches[] = [];
  await loadLast({ trace, map, call: null, matcher: null, signal, wanted: null, report: last => { found = last; } });
  const touched = map.tracks.map(({ size }) => new Float64Array(size));
  const writer = map.tracks.map(({ size }) => new Uint32Array(size));
  for (const access of all) {
    const [track, first] = [map.indexOf(regionOf(access)), access.offset + map.shiftOf(regionOf(access))];
    for (let at = Math.max(0, first); at < Math.min(touched[track]!.length, first + access.size); at++) {
      touched[track]![at] = access.ordinal + 1;
      if (access.kind === 'write') writer[track]![at] = access.insn!.id;
    }
  }
  found.forEach((last, track) => expect([last.touched, last.writer]).toEqual([touched[track], writer[track]]));
});

it('steps to what passes a filter, either way', async () => {
  const { matcher } = compileFilter('kind:write size:40 call:7..9', trace);
  const passes = all.filter(one => one.kind === 'write' && one.size === 40 && one.call >= 7 && one.call <= 9).map(({ ordinal }) => ordinal);
  expect(passes.length).toBeGreaterThan(3);
  const test = (block: Parameters<NonNullable<typeof matcher>['matches']>[0], row: number): boolean => matcher!.matches(block, row);
  for (const from of [0, 777, passes[2]!, trace.accessCount]) {
    expect(await findForward(trace, from, trace.accessCount, test, signal, node => matcher!.judge(node))).toBe(passes.find(one => one >= from) ?? null);
    expect(await findBackward(trace, 0, from, test, signal, node => matcher!.judge(node))).toBe(passes.findLast(one => one < from) ?? null);
  }
});
