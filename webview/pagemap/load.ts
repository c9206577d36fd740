import { AccessFlag, type AccessBlock, type Trace } from '../../trace/model/types';
import { breathe } from '../canvas/breathe';
import type { TrackMap } from '../canvas/tracks';
import type { AccessMatcher } from '../state/filter';
import { callsInside, ordinalsOf } from '../state/scope';
import { CountsBuilder, type Counts } from './counts';
import { grainsOf } from './grain';
import { topUnit } from './grid';
import { BYTE_REGION } from './tiles';

/** Counts of every track, and of the accesses that match the filter alone. */
export interface LoadedCounts { readonly all: readonly Counts[]; readonly matched: readonly Counts[] | null }

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

/** Reads the accesses of the call (or all) once. Rejects with the signal's reason when aborted. */
export async function loadCounts(request: CountRequest): Promise<LoadedCounts> {
  const { trace, map, call, matcher, signal } = request;
  const grains = grainsOf(map);
  const builders = (): CountsBuilder[] => map.tracks.map((track, i) => new CountsBuilder(track.size, AROUND, grains[i]));
  const all = builders();
  const matched = matcher ? builders() : null;
  const calls = call === null ? null : new Set(callsInside(trace, call).map(each => each.id));
  const [from, to] = ordinalsOf(trace, call);
  const pause = breathe();
  for await (const block of to > from ? trace.blocks(from, to) : []) {
    signal.throwIfAborted();
    addBlock(block, map, calls, all, null);
    if (matcher && matched) addBlock(block, map, calls, matched, matcher);
    request.progress?.(Math.min(1, (block.firstOrdinal + block.length - from) / (to - from)));
    await pause();
  }
  signal.throwIfAborted();
  const build = (builder: CountsBuilder): Counts => builder.build(unitsOf(builder.size));
  return { all: all.map(build), matched: matched?.map(build) ?? null };
}

function unitsOf(size: number): number[] {
  const units: number[] = [];
  if (size > BYTE_REGION) {
    units.push(256);
    for (let unit = 4096; unit <= topUnit(size); unit *= 16) units.push(unit);
  }
  return units;
}

function addBlock(block: AccessBlock, map: TrackMap, calls: ReadonlySet<number> | null, counts: readonly CountsBuilder[], matcher: AccessMatcher | null): void {
  // Consecutive accesses are mostly of few regions: look each one up once.
  let region = -1;
  let builder: CountsBuilder | undefined;
  let shift = 0;
  for (let i = 0; i < block.length; i++) {
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
