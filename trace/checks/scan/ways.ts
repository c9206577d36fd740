import type { AccessBlock, Region, Trace } from '../../model/types';
import type { ByteSet } from './byteset';
import type { Layout, Layouts } from './layout';
import { Need, type Needs } from './needs';

/** What an access of a shape asks for: nothing, its bytes noted, its bytes judged by the declared layout, or a look of its own. */
export const Way = { nothing: 0, bytes: 1, layout: 2, look: 3 } as const;

/** What is to be done with the accesses of a block, by shape: what they have in common is looked at once, however many there are. */
export interface Ways {
  readonly way: Uint8Array;
  /** Where bytes are noted, where they are. */
  readonly sets: readonly (ByteSet | null)[];
  readonly layouts: readonly (Layout | null)[];
  /** The most that any of them asks for. */
  readonly most: number;
}

const WRITE = 1;

/** `touch`: the sets of bytes of a region. */
export function waysOf(
  block: AccessBlock, trace: Trace, needs: Needs, widths: Uint16Array, layouts: Layouts, touch: (region: number) => { readonly written: ByteSet; readonly read: ByteSet },
): Ways | null {
  const { shapes } = block;
  if (!shapes) return null;
  const { length } = shapes.region;
  const way = new Uint8Array(length);
  const sets = new Array<ByteSet | null>(length).fill(null);
  const known = new Array<Layout | null>(length).fill(null);
  let most = 0;
  for (let at = 0; at < length; at++) {
    const id = shapes.region[at] as number;
    const need = needs.bits[id] as number;
    const lender = needs.owner[id] as number;
    const isWrite = ((shapes.flags[at] as number) & WRITE) !== 0;
    const mayGoOn = (widths[shapes.insn[at] as number] as number) > (shapes.size[at] as number) || (shapes.count[at] as number) > 1;
    const isLost = (need & Need.lost) !== 0 && isWrite;
    const isFresh = (need & Need.fresh) !== 0 && !isWrite;
    if (id === 0 || (lender !== 0 && lender !== shapes.call[at]) || mayGoOn || isLost || isFresh || (need & (Need.sites | Need.stranger)) !== 0) {
      way[at] = Way.look;
    } else {
      if ((need & (Need.written | Need.read)) !== 0) sets[at] = isWrite ? touch(id).written : touch(id).read;
      if ((need & Need.layout) !== 0) known[at] = layouts.of(trace.regionById.get(id) as Region);
      way[at] = known[at] ? Way.layout : sets[at] ? Way.bytes : Way.nothing;
    }
    most = Math.max(most, way[at] as number);
  }
  return { way, sets, layouts: known, most };
}
