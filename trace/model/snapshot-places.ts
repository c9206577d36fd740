import type { BlockRef } from '../format/blocks';

const LINE = '{"ev":"snapshot",';
const REGION = '"region":';

/**
 * Which CALLS blocks tell about the contents of which region. Most lines of a recording do, and few of them are ever asked for: they are
 * found by how they begin, and parsed when somebody wants the contents.
 */
export class SnapshotPlaces {
  private readonly blocks = new Map<number, BlockRef[]>();

  add(region: number, block: BlockRef): void {
    const known = this.blocks.get(region);
    if (!known) this.blocks.set(region, [block]);
    else if (known.at(-1) !== block) known.push(block);
  }

  /** In file order. */
  of(region: number): readonly BlockRef[] {
    return this.blocks.get(region) ?? [];
  }
}

/** The region that a line is about which says what a region held and is written as recorders do; null: another line, or not sure. */
export function snapshotRegion(text: string, from: number, to: number): number | null {
  if (!text.startsWith(LINE, from)) return null;
  const at = text.indexOf(REGION, from + LINE.length);
  if (at < 0 || at >= to) return null;
  let region = 0;
  let digits = 0;
  for (let place = at + REGION.length; place < to; place++, digits++) {
    const digit = text.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) break;
    region = region * 10 + digit;
  }
  return digits > 0 && digits < 16 ? region : null;
}
