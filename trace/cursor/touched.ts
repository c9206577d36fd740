import { AccessFlag, type AccessBlock } from '../model/types';
import type { BlockRange } from './source';

/** Offsets [from, to) of a region that a block read or wrote. */
interface Extent { from: number; to: number }
interface Touches { readonly reads: Map<number, Extent>; readonly writes: Map<number, Extent> }

/** What the blocks that were read so far touched, a few numbers each: the next search leaves out those in which it can't find anything. */
export class TouchedBlocks {
  private readonly known = new Map<number, Touches>();

  /** Takes down what a block touched, once. */
  note({ first }: BlockRange, block: AccessBlock): void {
    if (this.known.has(first)) return;
    const touches: Touches = { reads: new Map(), writes: new Map() };
    for (let row = 0; row < block.length; row++) {
      const region = (block.region[row] as number) || (block.anchor[row] as number);
      const from = block.offset[row] as number;
      widen((block.flags[row] as number) & AccessFlag.write ? touches.writes : touches.reads, region, from, from + Math.max(1, block.size[row] as number));
    }
    this.known.set(first, touches);
  }

  /**
   * False when a block can't have touched some bytes; true also for blocks that nobody has read.
   * @param shift distance of a region's start from the first of the bytes
   */
  mayTouch({ first }: BlockRange, size: number, shift: (region: number) => number, { reads, writes }: { readonly reads: boolean; readonly writes: boolean }): boolean {
    const touches = this.known.get(first);
    return !touches || (reads && reaches(touches.reads, size, shift)) || (writes && reaches(touches.writes, size, shift));
  }
}

function widen(extents: Map<number, Extent>, region: number, from: number, to: number): void {
  const extent = extents.get(region);
  if (!extent) extents.set(region, { from, to });
  else {
    if (from < extent.from) extent.from = from;
    if (to > extent.to) extent.to = to;
  }
}

function reaches(extents: ReadonlyMap<number, Extent>, size: number, shift: (region: number) => number): boolean {
  for (const [region, { from, to }] of extents) {
    const start = shift(region);
    if (start + from < size && start + to > 0) return true;
  }
  return false;
}
