import { AccessFlag, type AccessBlock, type Trace } from '../../trace/model/types';
import { scanBlocks, visitBlocks } from '../../trace/queries/visit';
import { breathe, ROWS_AT_ONCE } from '../canvas/breathe';
import { stretchesOf, type Stretch } from '../canvas/lod';
import type { TrackMap } from '../canvas/tracks';
import type { AccessMatcher } from '../state/filter';
import { callsInside, ordinalsOf } from '../state/scope';
import { CountsBuilder, type Counts } from './counts';
import { grainsOf } from './grain';
import { topUnit } from './grid';
import { BYTE_REGION } from './tiles';

/** Counts of every track, and of the accesses that match the filter alone. */
export interface LoadedCounts { readonly all: readonly Counts[]; readonly matched: readonly Counts[] | null; /** Spread evenly over stretches of a region, as the index knows them. */ readonly approximate: boolean }

export interface CountRequest {
  readonly trace: Trace;
  readonly map: TrackMap;
  /** Counts accesses of this call and of those made from its callbacks; null: all. */
  readonly call: number | null;
  readonly matcher: AccessMatcher | null;
  readonly signal: AbortSignal;
  /** Share of the accesses counted so far, 0 to 1. */
  progress?(share: number): void;
}

const AROUND = 64;

/** Above this many accesses the index is asked; a byte of a region larger than 256 bytes is then known only with its tile. */
const INDEXED_ABOVE = 3_000_000;

/** So many are read once and not kept. */
const SCANNED_ABOVE = 500_000;

/** Counts the accesses of the call (or all): by reading them, or from the index where they are many. Rejects with the signal's reason when aborted. */
export async function loadCounts(request: CountRequest): Promise<LoadedCounts> {
  const [from, to] = ordinalsOf(request.trace, request.call);
  return (to - from > INDEXED_ABOVE && !request.matcher ? await countsFromIndex(request, from, to) : null) ?? readCounts(request);
}

/** Null: the recording has no index for it. */
export async function countsFromIndex({ trace, map, signal }: CountRequest, from: number, to: number): Promise<LoadedCounts | null> {
  const shown = new Set(map.tracks.flatMap(track => track.regions.map(region => region.id)));
  const stretches = await stretchesOf(trace, from, to, 1, signal, node => node.regions.some(region => region.tile === null && !region.near && shown.has(region.region)));
  if (!stretches) return null;
  const grains = tileGrains(map, stretches);
  const builders = map.tracks.map((track, i) => new CountsBuilder(track.size, AROUND, grains[i]));
  for (const { node } of stretches) {
    for (const { region, tile, index, tileReads, tileWrites } of node.regions) {
      const builder = builders[map.indexOf(region)];
      if (!builder || tile === null) continue;
      const shift = map.shiftOf(region);
      index.forEach((place, i) => {
        // A tile counts every access that shares a byte with it: on average a byte saw so many.
        if (tileReads[i]) builder.add(place * tile + shift, tile, false, Math.max(1, Math.round(tileReads[i] * node.sizes[0] / tile)));
        if (tileWrites[i]) builder.add(place * tile + shift, tile, true, Math.max(1, Math.round(tileWrites[i] * node.sizes[0] / tile)));
      });
    }
  }
  return { all: await built(builders), matched: null, approximate: true };
}

const COARSE = 256;

/** What the index knows of a track in tiles of 256 bytes and more need not be kept byte by byte. */
function tileGrains(map: TrackMap, stretches: readonly Stretch[]): number[] {
  const smallest = map.tracks.map(() => Infinity);
  for (const { node } of stretches) {
    for (const { region, tile, index } of node.regions) {
      const track = map.indexOf(region);
      if (track >= 0 && tile !== null && index.length > 0) smallest[track] = Math.min(smallest[track]!, tile);
    }
  }
  return map.tracks.map(({ size }, track) => (size > BYTE_REGION && smallest[track]! >= COARSE ? COARSE : 1));
}

/** Reads them once. */
async function readCounts(request: CountRequest): Promise<LoadedCounts> {
  const { trace, map, call, matcher, signal } = request;
  const grains = grainsOf(map);
  const builders = (): CountsBuilder[] => map.tracks.map((track, i) => new CountsBuilder(track.size, AROUND, grains[i]));
  const all = builders();
  const matched = matcher ? builders() : null;
  const calls = call === null ? null : new Set(callsInside(trace, call).map(each => each.id));
  const [from, to] = ordinalsOf(trace, call);
  const pause = breathe();
  for await (const { block } of to - from > SCANNED_ABOVE ? scanBlocks(trace, { from, to, judge: () => 'some', signal }) : visitBlocks(trace, { from, to, judge: () => 'some', signal })) {
    for (let at = 0; at < block.length; at += ROWS_AT_ONCE) {
      addRows(block, at, Math.min(block.length, at + ROWS_AT_ONCE), map, calls, all, null);
      if (matcher && matched) addRows(block, at, Math.min(block.length, at + ROWS_AT_ONCE), map, calls, matched, matcher);
      await pause();
    }
    request.progress?.(Math.min(1, (block.firstOrdinal + block.length - from) / (to - from)));
    await pause();
  }
  signal.throwIfAborted();
  return { all: await built(all), matched: matched && await built(matched), approximate: false };
}

/** Sums up one track after the other, and lets the page draw in between. */
async function built(builders: readonly CountsBuilder[]): Promise<Counts[]> {
  const pause = breathe();
  const counts: Counts[] = [];
  for (const builder of builders) {
    counts.push(builder.build(unitsOf(builder.size)));
    await pause();
  }
  return counts;
}

function unitsOf(size: number): number[] {
  const units: number[] = [];
  if (size > BYTE_REGION) {
    units.push(256);
    for (let unit = 4096; unit <= topUnit(size); unit *= 16) units.push(unit);
  }
  return units;
}

function addRows(block: AccessBlock, first: number, end: number, map: TrackMap, calls: ReadonlySet<number> | null, counts: readonly CountsBuilder[], matcher: AccessMatcher | null): void {
  // Consecutive accesses are mostly of few regions: look each one up once.
  let region = -1;
  let builder: CountsBuilder | undefined;
  let shift = 0;
  for (let i = first; i < end; i++) {
    if (calls && !calls.has(block.call[i]!)) continue;
    const id = block.region[i]! || block.anchor[i]!;
    if (id !== region) {
      region = id;
      builder = counts[map.indexOf(id)];
      shift = map.shiftOf(id);
    }
    if (!builder || (matcher && !matcher.matches(block, i))) continue;
    builder.add(block.offset[i]! + shift, block.size[i]!, (block.flags[i]! & AccessFlag.write) !== 0);
  }
}
