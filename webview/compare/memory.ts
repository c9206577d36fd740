import type { Call, Field, Region, Trace } from '../../trace/model/types';
import { fieldsIn, regionName } from '../text/names';

/** A region of one call beside the region with the same label of the other; contents after the call, null where they were not kept. */
export interface RegionPair {
  readonly name: string;
  readonly a: Region | null;
  readonly b: Region | null;
  readonly bytesA: Uint8Array | null;
  readonly bytesB: Uint8Array | null;
  /** Bytes that differ, as far as both are known; ascending. */
  readonly changes: readonly ByteChange[];
}

export interface ByteChange { readonly offset: number; readonly size: number; /** The declared field they are in, if they are in one. */ readonly field: Field | null }

/** Regions of two calls, paired by label. */
export async function pairRegions(a: Trace, callA: Call | null, b: Trace, callB: Call | null): Promise<RegionPair[]> {
  const byName = new Map<string, { a: Region | null; b: Region | null }>();
  const nameOf = (regions: readonly Region[], region: Region): string => {
    const same = regions.filter(other => other.label === region.label);
    return same.length > 1 ? `${regionName(region)} (${same.indexOf(region) + 1})` : regionName(region);
  };
  for (const region of callA?.regions ?? []) byName.set(nameOf(callA!.regions, region), { a: region, b: null });
  for (const region of callB?.regions ?? []) {
    const name = nameOf(callB!.regions, region);
    byName.set(name, { a: byName.get(name)?.a ?? null, b: region });
  }
  return Promise.all([...byName].map(async ([name, pair]) => {
    const [bytesA, bytesB] = await Promise.all([pair.a && a.snapshot(pair.a.id, 'after'), pair.b && b.snapshot(pair.b.id, 'after')]);
    return { name, ...pair, bytesA, bytesB, changes: changesOf(bytesA, bytesB, pair.b ?? pair.a) };
  }));
}

/** Stretches that differ; a stretch ends where a declared field does, so that each change has a name. */
export function changesOf(a: Uint8Array | null, b: Uint8Array | null, region: Region | null): ByteChange[] {
  if (!a || !b) return [];
  const changes: ByteChange[] = [];
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length;) {
    if (a[at] === b[at]) { at++; continue; }
    const field = region ? fieldsIn(region, at, 1)[0] ?? null : null;
    const limit = field ? field.offset + field.size : length;
    let end = at + 1;
    while (end < limit && a[end] !== b[end] && (field || !region || fieldsIn(region, end, 1).length === 0)) end++;
    changes.push({ offset: at, size: end - at, field });
    at = end;
  }
  return changes;
}
