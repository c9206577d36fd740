import type { Node } from '../../trace/format/summary';
import type { Part } from '../../trace/model/tree';
import type { Trace } from '../../trace/model/types';
import { breathe } from './breathe';

/** A stretch of accesses with what the index says of it. */
export interface Stretch { readonly from: number; readonly to: number; readonly node: Node }

/**
 * The index over ordinals [from, to) in about `most` stretches, so that a picture costs what it shows and not what the recording holds. Null where the
 * recording has no index for it.
 * @param splits a stretch that has to be taken apart further, if it can be
 */
export async function stretchesOf(trace: Trace, from: number, to: number, most: number, signal: AbortSignal, splits: (node: Node) => boolean = () => false): Promise<readonly Stretch[] | null> {
  const { tree } = trace;
  const pause = breathe();
  const inRange = (part: Part): boolean => { const [first, end] = tree.ordinals(part); return end > from && first < to; };
  let parts = (await tree.top()).filter(inRange);
  for (;;) {
    signal.throwIfAborted();
    if (parts.some(part => part.node === null)) return null;
    const widest = parts.reduce((most_, part) => Math.max(most_, part.to - part.from), 1);
    const larger = parts.filter(part => part.to - part.from > 1 && (splits(part.node!) || (parts.length < most && part.to - part.from === widest)));
    if (larger.length === 0) break;
    const taken = new Set(larger);
    const below: Part[] = [];
    for (const part of parts) {
      if (taken.has(part)) below.push(...(await tree.under(part)).filter(inRange));
      else below.push(part);
      await pause();
    }
    parts = below;
  }
  return parts.map(part => { const [first, end] = tree.ordinals(part); return { from: first, to: end, node: part.node! }; });
}
