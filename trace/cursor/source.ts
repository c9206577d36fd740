import { accessBlocks, listBlocks } from '../format/blocks';
import type { Recording } from '../model/recording';
import type { AccessBlock, ByteSource } from '../model/types';
import { openTrace } from '../open';

/** Accesses [first, end) of one thread that are read together; `times` of the first and the last where the file says. */
export interface BlockRange {
  readonly first: number; readonly end: number; readonly thread: number;
  readonly times: readonly [start: number, end: number] | null;
}

/** What the cursor needs of a recording: its rows, and where those of a thread lie without reading them. */
export interface CursorSource {
  readonly trace: Recording;
  /** Blocks with accesses of a thread, in order. */
  blocksOf(thread: number): readonly BlockRange[];
  read(range: BlockRange): Promise<AccessBlock>;
  /** The block with this number in the file. */
  block(number: number): BlockRange;
}

/** Opens a recording for a cursor. @throws TraceError like `openTrace` */
export async function openCursorSource(bytes: ByteSource): Promise<CursorSource> {
  const trace = await openTrace(bytes);
  // The first search needs the top of the index.
  void trace.tree.top();
  const { blocks } = await listBlocks(bytes);
  const ranges = accessBlocks(blocks)
    .filter(({ first, items }) => first + items <= trace.accessCount)
    .map(({ first, items, thread, times }) => ({ first, end: first + items, thread, times }));
  return sourceOf(trace, ranges);
}

export function sourceOf(trace: Recording, ranges: readonly BlockRange[]): CursorSource {
  const byThread = new Map<number, BlockRange[]>();
  for (const range of ranges) {
    const known = byThread.get(range.thread);
    if (known) known.push(range);
    else byThread.set(range.thread, [range]);
  }
  return {
    trace,
    blocksOf: thread => byThread.get(thread) ?? [],
    block: number => ranges[number] as BlockRange,
    read: range => trace.blockAt(range.first),
  };
}

/** Index of the first of the sorted `items` for which `after` holds; their number when it holds for none. */
export function firstWhere(length: number, after: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (after(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
