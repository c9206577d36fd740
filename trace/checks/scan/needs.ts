import type { Call, Region, Trace } from '../../model/types';
import { overlappingCalls, type CallPair } from './concurrent';

/** What must be kept of the accesses to a region: bits. */
export const Need = { written: 1, read: 2, lost: 4, layout: 8, sites: 16, fresh: 32, stranger: 64 } as const;

/** Per region id: what to keep, the call it was lent to (0: none), and its size. Known before the first access is read. */
export interface Needs {
  readonly bits: Uint8Array;
  readonly owner: Uint32Array;
  readonly size: Float64Array;
  /** Calls that ran at the same time on two threads with memory in common. */
  readonly concurrent: readonly CallPair[];
  /** Calls that failed, by the memory they were to fill. */
  readonly failed: ReadonlyMap<number, readonly Call[]>;
}

/** Ids are given in order; higher ones are in no recording that a recorder wrote. */
const MOST_REGIONS = 1 << 23;

export function needsOf(trace: Trace): Needs {
  let highest = 0;
  for (const id of trace.regionById.keys()) if (id > highest && id < MOST_REGIONS) highest = id;
  const bits = new Uint8Array(highest + 1);
  const owner = new Uint32Array(highest + 1);
  const size = new Float64Array(highest + 1);
  const failed = failedCalls(trace);
  for (const region of trace.regionById.values()) {
    bits[region.id] = needOf(region, failed);
    owner[region.id] = region.call ?? 0;
    size[region.id] = region.size;
  }
  for (const call of trace.calls) for (const id of overlapping(call.regions)) bits[id] = (bits[id] as number) | Need.written;
  const concurrent = overlappingCalls(trace.calls);
  for (const { regions } of concurrent) for (const region of regions) bits[region.id] = (bits[region.id] as number) | Need.written | Need.read | Need.sites;
  return { bits, owner, size, concurrent, failed };
}

function needOf(region: Region, failed: ReadonlyMap<number, unknown>): number {
  let bits = 0;
  if (region.direction === 'out') bits |= Need.written | Need.read;
  if (region.stranger === true) bits |= Need.stranger;
  if (region.unwritten === true) bits |= Need.written | Need.fresh;
  if (isCopiedInOnly(region)) bits |= Need.lost;
  if (region.fields.length > 0) bits |= Need.layout;
  if (region.memory > 0 && failed.has(region.memory)) bits |= Need.written | Need.read;
  return bits;
}

/** The binding makes a copy for the call and never looks at it again. */
export function isCopiedInOnly(region: Region): boolean {
  return region.lent && region.direction === 'in';
}

/** Regions of different arguments that have bytes in common. */
function overlapping(regions: readonly Region[]): Set<number> {
  const found = new Set<number>();
  if (regions.length < 2) return found;
  const ordered = [...regions].filter(region => region.size > 0).sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  for (let at = 0; at + 1 < ordered.length; at++) {
    const region = ordered[at] as Region;
    const end = region.address + BigInt(region.size);
    for (let next = at + 1; next < ordered.length && (ordered[next] as Region).address < end; next++) found.add(region.id).add((ordered[next] as Region).id);
  }
  return found;
}

/** A negative number, or a null pointer. */
export function saysFailed(call: Call): boolean {
  return call.result !== null && !call.threw && /^(?:-\d+n?|null)$/.test(call.result);
}

function failedCalls(trace: Trace): Map<number, Call[]> {
  const failed = new Map<number, Call[]>();
  for (const call of trace.calls) {
    if (!saysFailed(call)) continue;
    for (const region of call.regions) {
      if (region.memory === 0 || !region.direction.includes('out')) continue;
      failed.set(region.memory, [...(failed.get(region.memory) ?? []), call]);
    }
  }
  return failed;
}
