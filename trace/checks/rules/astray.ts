import type { Call, Region, Trace } from '../../model/types';
import { ByteSet } from '../scan/byteset';
import type { Facts } from '../scan/scan';
import { nativeKey, placeKey, type Spot } from '../scan/spots';
import { isPassedByNow } from './passed';

/** Accesses to the program's buffers that the call was not given, told apart by how native code came there. */
export interface Astray {
  /** Buffers that an access outside a region went on into. */
  readonly into: ReadonlyMap<Spot, readonly Region[]>;
  /** Outside a region that is near, with offsets from that. */
  readonly outside: readonly Spot[];
  /** Not near any region of the call. */
  readonly nowhere: readonly Spot[];
  /** In memory of calls that have ended, where nothing says that a pointer went astray. */
  readonly late: readonly Spot[];
}

/** Bytes that a loop which goes on leaves out between two accesses. */
const STRIDE = 64;
/** From farther away, nobody would say that an access goes past the end of a region. */
const REACH = 1n << 20n;

/**
 * A loop that runs past its region passes the memory of nobody behind it and goes on into the next buffer: the same line, without a gap.
 * A single access into a buffer that was never passed is one outside the nearest region. All others come from a pointer that was kept.
 */
export async function astray(trace: Trace, facts: Facts): Promise<Astray> {
  const into = new Map<Spot, Region[]>();
  const [outside, nowhere, late] = [[] as Spot[], [] as Spot[], [] as Spot[]];
  const known = new Set(facts.late);
  for (const spot of nearestFirst([...facts.late, ...facts.strangers])) {
    const start = facts.outside.find(each => goesOn(each, spot));
    if (start) {
      take(start, spot);
      into.set(start, [...(into.get(start) ?? []), spot.region]);
    } else if (known.has(spot)) {
      late.push(spot);
    } else if (!(await isPassedByNow(trace, spot.call, spot.region))) {
      const near = nearest(spot.call, spot.region);
      if (near === null) nowhere.push(spot);
      else {
        const moved = movedTo(near, spot);
        outside.push(moved);
        into.set(moved, [spot.region]);
      }
    }
  }
  return { into, outside, nowhere, late };
}

/** By how far they are from what the call was given: each begins where one before it ended. */
function nearestFirst(spots: readonly Spot[]): Spot[] {
  const far = new Map(spots.map(spot => [spot, nearest(spot.call, spot.region)] as const).map(([spot, near]) => [spot, near === null ? REACH : distance(near, spot.region)]));
  return [...spots].sort((a, b) => Number((far.get(a) as bigint) - (far.get(b) as bigint)));
}

/** Whether one line's accesses to `spot` are where its accesses outside a region went on. */
function goesOn(start: Spot, spot: Spot): boolean {
  if (start.write !== spot.write || placeKey(start.call) !== placeKey(spot.call) || nativeKey(start.insn) !== nativeKey(spot.insn)) return false;
  const shift = shiftTo(start, spot);
  const runs = start.bytes.runs();
  return shift !== null && spot.bytes.runs().some(run => runs.some(each => run.from + shift <= each.to + STRIDE && run.to + shift >= each.from - STRIDE));
}

function take(start: Spot, spot: Spot): void {
  const shift = shiftTo(start, spot) ?? 0;
  for (const { from, to } of spot.bytes.runs()) start.bytes.add(from + shift, to + shift);
  start.accesses += spot.accesses;
}

/** What to add to offsets in `spot` to count them from the region of `start`, in the call of `spot`. */
function shiftTo(start: Spot, spot: Spot): number | null {
  const own = start.call === spot.call ? start.region : spot.call.regions.find(({ label }) => label === start.region.label);
  if (own === undefined || distance(own, spot.region) > REACH) return null;
  return Number(spot.region.address - own.address);
}

/** The region of a call nearest to a buffer that it was not given, if both lie where buffers are kept apart. */
function nearest(call: Call, other: Region): Region | null {
  let best: Region | null = null;
  for (const region of call.regions) {
    if (!region.slackBefore || region.lent || distance(region, other) > REACH) continue;
    if (best === null || distance(region, other) < distance(best, other)) best = region;
  }
  return best;
}

function distance(one: Region, other: Region): bigint {
  const [low, high] = one.address < other.address ? [one, other] : [other, one];
  const gap = high.address - low.address - BigInt(low.size);
  return gap > 0n ? gap : 0n;
}

function movedTo(region: Region, spot: Spot): Spot {
  const shift = Number(spot.region.address - region.address);
  const bytes = new ByteSet();
  for (const { from, to } of spot.bytes.runs()) bytes.add(from + shift, to + shift);
  return { ...spot, region, offset: spot.offset + shift, bytes };
}
