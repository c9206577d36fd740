import { AccessFlag, type Region, type Trace } from '../../trace/model/types';
import type { Node } from '../../trace/format/summary';
import { visitBlocks, type Verdict } from '../../trace/queries/visit';
import { breathe } from '../canvas/breathe';
import { SameBytes } from '../state/samebytes';

/** Every write to the bytes of one region while its call ran, in the order of the file; one typed array a column. */
export interface WriteLog {
  readonly length: number;
  /** Ordinals, ascending. */
  readonly ordinal: Float64Array;
  /** First byte written, from the start of the region; may be negative. */
  readonly from: Float64Array;
  readonly size: Float64Array;
  /** More writes came than are kept; those kept are the first. */
  readonly cut: boolean;
}

export const MOST_WRITES = 2_000_000;

/** Ordinals during which the region lies behind its call; all of them for memory that lives outside calls. */
export function lifeOf(trace: Trace, region: Region): readonly [from: number, to: number] {
  const call = region.call === null ? undefined : trace.callById.get(region.call);
  return call ? [call.firstOrdinal, call.lastOrdinal] : [0, trace.accessCount];
}

/** Reads the writes of a region once, through whichever region of the same memory they were made. */
export async function loadWrites(trace: Trace, region: Region, signal: AbortSignal): Promise<WriteLog> {
  const columns: [number[], number[], number[]] = [[], [], []];
  const [ordinals, froms, sizes] = columns;
  const same = new SameBytes(trace, { region: region.id, offset: 0, size: Math.max(1, region.size) });
  const [from, to] = lifeOf(trace, region);
  const pause = breathe();
  const judge = (node: Node): Verdict => (node.writes === 0 ? 'none' : same.judge(node));
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge, signal })) {
    for (let row = first; row < end && ordinals.length < MOST_WRITES; row++) {
      if (((block.flags[row] ?? 0) & AccessFlag.write) === 0) continue;
      const at = same.offsetOf(block, row);
      if (at === null) continue;
      ordinals.push(block.firstOrdinal + row);
      froms.push(at);
      sizes.push(block.size[row] ?? 0);
    }
    await pause();
  }
  signal.throwIfAborted();
  return {
    length: ordinals.length, ordinal: Float64Array.from(ordinals), from: Float64Array.from(froms), size: Float64Array.from(sizes),
    cut: ordinals.length >= MOST_WRITES,
  };
}

/** Number of writes at or before an ordinal. */
export function writesUntil(log: WriteLog, ordinal: number): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log.ordinal[middle] ?? 0) <= ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}
