import { AccessFlag, type AccessBlock, type Region, type Trace } from '../model/types';
import { check, type Cancel } from './cancel';
import type { RegionIndex } from './region-index';
import type { CursorSource } from './source';
import { anywhere, during, type Query, type RowTest, type Span } from './search';

export type AccessKind = 'read' | 'write' | 'readWrite';

/** Bytes of the program's memory, wherever the regions over them begin. */
export interface Range { readonly address: bigint; readonly size: number }

/** Accesses that share a byte with a range. Only the calls that were given memory there are looked at. */
export function accessesTo({ trace, touched }: CursorSource, regions: RegionIndex, range: Range, kind: AccessKind): Query {
  const shift = shifts(trace, range.address);
  const wanted = kind === 'readWrite' ? null : kind === 'write' ? AccessFlag.write : 0;
  const test: RowTest = (block, row) => {
    if (wanted !== null && ((block.flags[row] as number) & AccessFlag.write) !== wanted) return false;
    const from = shift(nearRegion(block, row)) + (block.offset[row] as number);
    return from < range.size && from + Math.max(1, block.size[row] as number) > 0;
  };
  const spans = spansOf(trace, regions, range);
  const inTime = spans === null ? anywhere : during(spans);
  const kinds = { reads: kind !== 'write', writes: kind !== 'read' };
  return { test, within: block => inTime(block) && touched.mayTouch(block, range.size, shift, kinds) };
}

/** The region that the offset of an access counts from. */
export function nearRegion(block: AccessBlock, row: number): number {
  return (block.region[row] as number) || (block.anchor[row] as number);
}

/** Distance of a region's start from an address, remembered; far enough away for regions that are elsewhere. */
export function shifts(trace: Trace, address: bigint): (region: number) => number {
  const known = new Map<number, number>();
  let last = -1;
  let value = 0;
  return id => {
    if (id === last) return value;
    let shift = known.get(id);
    if (shift === undefined) {
      const region = trace.regionById.get(id);
      shift = region ? Number(region.address - address) : Infinity;
      known.set(id, shift);
    }
    last = id;
    value = shift;
    return shift;
  };
}

/** When memory there was in somebody's hands; null where it may have been at any time. */
function spansOf(trace: Trace, regions: RegionIndex, { address, size }: Range): readonly Span[] | null {
  const spans: Span[] = [];
  for (const region of regions.overlapping(address, size)) {
    const call = region.call === null ? undefined : trace.callById.get(region.call);
    if (!call) return null;
    spans.push({ start: call.start, end: call.end ?? Infinity });
  }
  // Memory that no region covers is touched out of bounds, next to any of them.
  return spans.length === 0 ? null : spans;
}

/** Where each byte of some regions was first and last written, by ordinal. */
export interface Writes { readonly first: Float64Array; readonly last: Float64Array }

/** Goes once through the accesses [from, to) and notes writes to regions; arrays are as long as the regions, Infinity and -1 where nothing was written. */
export async function writesTo(trace: Trace, regions: readonly Region[], from: number, to: number, cancel: Cancel): Promise<ReadonlyMap<number, Writes>> {
  const found = new Map<number, Writes>();
  const notes = regions.map(region => {
    const writes = { first: new Float64Array(region.size).fill(Infinity), last: new Float64Array(region.size).fill(-1) };
    found.set(region.id, writes);
    return { size: region.size, shift: shifts(trace, region.address), ...writes };
  });
  if (notes.length === 0) return found;
  for await (const block of trace.blocks(from, to)) {
    check(cancel);
    const end = Math.min(block.length, to - block.firstOrdinal);
    for (let row = Math.max(0, from - block.firstOrdinal); row < end; row++) {
      if (((block.flags[row] as number) & AccessFlag.write) === 0) continue;
      const region = nearRegion(block, row);
      const offset = block.offset[row] as number;
      const size = block.size[row] as number;
      for (const note of notes) noteWrite(note, note.shift(region) + offset, size, block.firstOrdinal + row);
    }
  }
  return found;
}

function noteWrite({ size, first, last }: Writes & { readonly size: number }, at: number, length: number, ordinal: number): void {
  if (at >= size || at + length <= 0) return;
  const end = Math.min(size, at + length);
  for (let byte = Math.max(0, at); byte < end; byte++) {
    if (first[byte] === Infinity) first[byte] = ordinal;
    last[byte] = ordinal;
  }
}
