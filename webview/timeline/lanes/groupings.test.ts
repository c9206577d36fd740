import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../../trace/open';
import { sampleTrace } from '../../../trace/testing/sample';
import { buildTracks } from '../../canvas/tracks';
import { LANE_KINDS } from '../../state/choices';
import type { Grouping } from './grouping';
import { groupingOf } from './groupings';

const trace = await openTrace(bytesSource(sampleTrace()));
const map = buildTracks(trace.regionById.values());

/** Lane labels of an access. */
async function lanesOf(grouping: Grouping, ordinal: number): Promise<string[]> {
  const block = await trace.blockAt(ordinal);
  const row = ordinal - block.firstOrdinal;
  const labels: string[] = [];
  grouping.each(block, row, row + 1, (_row, track) => labels.push(grouping.tracks[track]!.label));
  return labels;
}

const parse = trace.calls.find(call => call.function === 'parse_header')!;

it.each(LANE_KINDS)('by %s: every access of a region is in a lane that holds it, at the place where the lane shows its bytes', async kind => {
  const grouping = groupingOf(kind, trace, map);
  for (let ordinal = parse.firstOrdinal; ordinal < parse.lastOrdinal; ordinal++) {
    const access = await trace.access(ordinal);
    const block = await trace.blockAt(ordinal);
    const row = ordinal - block.firstOrdinal;
    const range = { region: access.region ?? access.anchor!, offset: access.offset, size: access.size };
    const inside = access.region !== null;
    let visits = 0;
    grouping.each(block, row, row + 1, (_row, track, offset) => {
      visits++;
      expect(grouping.holds(track, access)).toBe(true);
      expect(grouping.placesOf(range).some(place => (place.track === null || place.track === track) && place.offset === offset)).toBe(true);
      if (inside && offset >= 0) expect(grouping.bytesAt(track, offset, access.size, parse.id)).toEqual(range);
    });
    if (inside) expect(visits).toBeGreaterThan(0);
  }
});

it('by function, line and thread: lanes go by the instruction and the thread', async () => {
  const access = await trace.access(parse.firstOrdinal + 1);
  expect(await lanesOf(groupingOf('function', trace, map), access.ordinal)).toEqual(['parse_header']);
  expect(await lanesOf(groupingOf('line', trace, map), access.ordinal)).toEqual([`header.c:${access.insn!.line}`]);
  expect(await lanesOf(groupingOf('thread', trace, map), access.ordinal)).toEqual([trace.threads[0]!.name]);
});

it('by field: an access across two fields is in both', async () => {
  const grouping = groupingOf('field', trace, map);
  const region = parse.regions.find(each => each.label === 'arg 0 hdr')!;
  const block = await trace.blockAt(parse.firstOrdinal);
  const made = { ...block, region: Uint32Array.of(region.id), offset: Float64Array.of(8), size: Float64Array.of(8) };
  const places: [string, number][] = [];
  grouping.each(made, 0, 1, (_row, track, offset) => places.push([grouping.tracks[track]!.label, offset]));
  expect(places).toEqual([['length', 0], ['count', -4]]);
});

it('by address: memory of different regions does not overlap', () => {
  const grouping = groupingOf('address', trace, map);
  const spans = map.tracks.map(({ regions, size }) => ({ at: grouping.placesOf({ region: regions[0]!.id, offset: -map.shiftOf(regions[0]!.id), size })[0]!.offset, size })).sort((a, b) => a.at - b.at);
  spans.slice(1).forEach(({ at }, i) => expect(at).toBeGreaterThanOrEqual(spans[i]!.at + spans[i]!.size));
});
