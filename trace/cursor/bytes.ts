import type { Node, RegionSummary } from '../format/summary';
import { AccessFlag, type AccessBlock, type Shapes, type Trace } from '../model/types';
import type { RegionIndex } from './region-index';
import type { CursorSource } from './source';
import { anywhere, during, type Query, type RowTest, type Span } from './search';

export type AccessKind = 'read' | 'write' | 'readWrite';

/** Bytes of the program's memory, wherever the regions over them begin. */
export interface Range { readonly address: bigint; readonly size: number }

/** Accesses that share a byte with a range. Only the calls that were given memory there are looked at. */
export function accessesTo({ trace }: CursorSource, regions: RegionIndex, range: Range, kind: AccessKind): Query {
  const shift = shifts(trace, range.address);
  const wanted = kind === 'readWrite' ? null : kind === 'write' ? AccessFlag.write : 0;
  let reach: Reach | null = null;
  const test: RowTest = (block, row) => {
    if (block.shapes) {
      if (reach?.block !== block) reach = reachOf(block, block.shapes, range.size, shift, wanted);
      const shape = reach.which[row] as number;
      const offset = block.offset[row] as number;
      return offset < (reach.before[shape] as number) && offset > (reach.behind[shape] as number);
    }
    if (wanted !== null && ((block.flags[row] as number) & AccessFlag.write) !== wanted) return false;
    const from = shift(nearRegion(block, row)) + (block.offset[row] as number);
    return from < range.size && from + Math.max(1, block.size[row] as number) > 0;
  };
  const spans = spansOf(trace, regions, range);
  const inTime = spans === null ? anywhere : during(spans);
  const judge = (node: Node): boolean => {
    if (kind === 'write' ? node.writes === 0 : kind === 'read' && node.writes === node.accesses) return false;
    if (!inTime({ times: [node.timeStart, node.timeEnd] })) return false;
    return !node.all || node.regions.some(region => mayTouch(region, range.size, shift(region.region), kind));
  };
  return { test, within: inTime, judge };
}

/** For each shape of a block, the offset that an access has to begin before, and the one it has to begin behind, to share a byte; nowhere for shapes that can't. */
interface Reach { readonly block: AccessBlock; readonly which: ArrayLike<number>; readonly before: Float64Array; readonly behind: Float64Array }

function reachOf(block: AccessBlock, { which, region, anchor, size, flags }: Shapes, bytes: number, shift: (region: number) => number, wanted: number | null): Reach {
  const [before, behind] = [new Float64Array(region.length).fill(-Infinity), new Float64Array(region.length).fill(Infinity)];
  for (let shape = 0; shape < region.length; shape++) {
    if (wanted !== null && ((flags[shape] as number) & AccessFlag.write) !== wanted) continue;
    const start = shift((region[shape] as number) || (anchor[shape] as number));
    before[shape] = bytes - start;
    behind[shape] = -start - Math.max(1, size[shape] as number);
  }
  return { block, which, before, behind };
}

/** Whether accesses to a region may have touched the first `size` bytes from an address, which lies `shift` bytes in front of the region's start. */
function mayTouch({ low, high, tile, index, tileReads, tileWrites }: RegionSummary, size: number, shift: number, kind: AccessKind): boolean {
  if (shift + low >= size || shift + Math.max(high, low + 1) <= 0) return false;
  if (tile === null) return true;
  return index.some((number, at) => {
    const start = shift + number * tile;
    return start < size && start + tile > 0 && (kind === 'write' ? 0 : tileReads[at] as number) + (kind === 'read' ? 0 : tileWrites[at] as number) > 0;
  });
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
  return spans.length === 0 ? null : joined(spans);
}

/** In order, without those that touch the one before. */
function joined(spans: readonly Span[]): Span[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}
