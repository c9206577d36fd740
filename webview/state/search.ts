import type { Node } from '../../trace/format/summary';
import type { AccessBlock, Trace } from '../../trace/model/types';
import { visitBlocks, type Verdict } from '../../trace/queries/visit';

export type RowTest = (block: AccessBlock, row: number) => boolean;

/** What the index says of a test; what it excludes is not read. */
export type Judge = (node: Node) => Verdict;

const ANY: Judge = () => 'some';

/** First access at or after `from` and before `to` that passes; null when there is none or the search was ended. */
export async function findForward(trace: Trace, from: number, to: number, test: RowTest, signal?: AbortSignal, judge = ANY): Promise<number | null> {
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge })) {
    if (signal?.aborted) return null;
    for (let row = first; row < end; row++) if (test(block, row)) return block.firstOrdinal + row;
  }
  return null;
}

/** Last access before `to` and not before `from` that passes. */
export async function findBackward(trace: Trace, from: number, to: number, test: RowTest, signal?: AbortSignal, judge = ANY): Promise<number | null> {
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge, backward: true })) {
    if (signal?.aborted) return null;
    for (let row = end - 1; row >= first; row--) if (test(block, row)) return block.firstOrdinal + row;
  }
  return null;
}
