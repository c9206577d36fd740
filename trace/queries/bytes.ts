import type { Node } from '../format/summary';
import { AccessFlag, type AccessBlock, type Region, type Shapes, type Trace } from '../model/types';
import type { ByteRange, KindWanted } from './types';
import type { Verdict, Wanted } from './visit';

/**
 * The same bytes of the program as they appear in every call: regions over one piece of memory share `memory`, but may start at
 * different addresses. Made once for a range, asked for each access.
 */
export class SameBytes implements Wanted {
  /** First and end offset of the bytes in each region that can reach them. */
  private readonly ranges = new Map<number, readonly [number, number]>();
  /** For each shape of the block asked for last, where the bytes begin, where an access has to begin before, and behind what; nowhere for a shape that can't match. */
  private reach: { readonly block: AccessBlock; readonly which: ArrayLike<number>; readonly first: Float64Array; readonly before: Float64Array; readonly behind: Float64Array } | null = null;

  /** With `only`, just accesses through this one region count. */
  constructor(trace: Trace, bytes: ByteRange, private readonly kind: KindWanted = 'any', only = false) {
    const pinned = trace.regionById.get(bytes.region);
    const same = !pinned ? [] : only ? [pinned] : sharing(trace, pinned);
    for (const region of same) {
      const from = bytes.offset + Number((pinned as Region).address - region.address);
      this.ranges.set(region.id, [from, from + bytes.size]);
    }
  }

  /** Does row `row` of a block touch one of the bytes? */
  matches(block: AccessBlock, row: number): boolean {
    if (block.shapes) return this.matchesByShape(block, block.shapes, row);
    if (!this.isWanted(block, row)) return false;
    const range = this.ranges.get(block.region[row] || (block.anchor[row] as number));
    if (!range) return false;
    const from = block.offset[row] as number;
    return from < range[1] && from + (block.size[row] as number) > range[0];
  }

  /** Offset of row `row` from the first of the bytes; it may begin in front of them. Of an access that touches them only. */
  offsetOf(block: AccessBlock, row: number): number {
    if (this.reach?.block === block) return (block.offset[row] as number) - (this.reach.first[this.reach.which[row] as number] as number);
    const range = this.ranges.get(block.region[row] || (block.anchor[row] as number));
    return (block.offset[row] as number) - (range?.[0] ?? 0);
  }

  private matchesByShape(block: AccessBlock, shapes: Shapes, row: number): boolean {
    if (this.reach?.block !== block) this.reach = this.reachOf(block, shapes);
    const { which, before, behind } = this.reach;
    const shape = which[row] as number;
    const from = block.offset[row] as number;
    return from < (before[shape] as number) && from > (behind[shape] as number);
  }

  private reachOf(block: AccessBlock, shapes: Shapes): NonNullable<SameBytes['reach']> {
    const { which, region, anchor, size, flags } = shapes;
    const first = new Float64Array(region.length);
    const [before, behind] = [new Float64Array(region.length).fill(-Infinity), new Float64Array(region.length).fill(Infinity)];
    for (let shape = 0; shape < region.length; shape++) {
      const range = this.ranges.get(region[shape] || (anchor[shape] as number));
      if (!range || !this.isKind(flags[shape] as number)) continue;
      first[shape] = range[0];
      before[shape] = range[1];
      behind[shape] = range[0] - (size[shape] as number);
    }
    return { block, which, first, before, behind };
  }

  judge(node: Node): Verdict {
    return this.judgeOpen(node, null);
  }

  /** The same for those of the bytes that are still looked for, counted from the first. */
  judgeOpen(node: Node, open: { hasIn(from: number, to: number): boolean } | null): Verdict {
    if (this.kind === 'write' ? node.writes === 0 : this.kind === 'read' && node.writes === node.accesses) return 'none';
    for (const region of node.regions) {
      const range = this.ranges.get(region.region);
      if (!range || region.low >= range[1] || region.high <= range[0]) continue;
      if (region.tile === null || touchedTile(region, range, this.kind, open)) return 'some';
    }
    return node.all ? 'none' : 'some';
  }

  private isWanted(block: AccessBlock, row: number): boolean {
    return this.isKind(block.flags[row] as number);
  }

  private isKind(flags: number): boolean {
    return this.kind === 'any' || ((flags & AccessFlag.write) !== 0) === (this.kind === 'write');
  }
}

/** Whether an access shares a tile with bytes [from, to) of a region, as far as one node of the index knows. */
export function mayTouch(region: Node['regions'][number], [from, to]: readonly [number, number]): boolean {
  return region.low < to && region.high > from && (region.tile === null || touchedTile(region, [from, to], 'any', null));
}

function touchedTile({ tile, index, tileReads, tileWrites }: Node['regions'][number], [from, to]: readonly [number, number], kind: KindWanted, open: { hasIn(from: number, to: number): boolean } | null): boolean {
  for (let at = 0; at < index.length; at++) {
    const start = (index[at] as number) * (tile as number);
    if (start >= to) return false;
    if (start + (tile as number) <= from) continue;
    const counted = (kind === 'write' ? 0 : (tileReads[at] as number)) + (kind === 'read' ? 0 : (tileWrites[at] as number));
    if (counted > 0 && (!open || open.hasIn(start - from, start + (tile as number) - from))) return true;
  }
  return false;
}

/** Regions over the same memory; one that was lent for a call only, or is not known by its memory, stands for itself. */
function sharing(trace: Trace, region: Region): readonly Region[] {
  if (region.lent || region.memory === 0) return [region];
  return [...trace.regionById.values()].filter(other => other.memory === region.memory && !other.lent);
}
