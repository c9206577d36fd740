import type { AccessBlock, Trace } from '../../trace/model/types';

export type RowTest = (block: AccessBlock, row: number) => boolean;

/** First access at or after `from` and before `to` that passes; null when there is none or the search was ended. */
export async function findForward(trace: Trace, from: number, to: number, test: RowTest, signal?: AbortSignal): Promise<number | null> {
  for await (const block of trace.blocks(from, to)) {
    if (signal?.aborted) return null;
    const end = Math.min(block.length, to - block.firstOrdinal);
    for (let row = Math.max(0, from - block.firstOrdinal); row < end; row++) {
      if (test(block, row)) return block.firstOrdinal + row;
    }
  }
  return null;
}

/** Last access before `to` and not before `from` that passes. */
export async function findBackward(trace: Trace, from: number, to: number, test: RowTest, signal?: AbortSignal): Promise<number | null> {
  for (let end = to; end > from;) {
    const block = await trace.blockAt(end - 1);
    if (signal?.aborted) return null;
    for (let row = end - 1 - block.firstOrdinal; row >= Math.max(0, from - block.firstOrdinal); row--) {
      if (test(block, row)) return block.firstOrdinal + row;
    }
    end = block.firstOrdinal;
  }
  return null;
}
