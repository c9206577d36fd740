import { AccessFlag, type AccessBlock, type Call, type Trace } from '../../trace/model/types';
import { drawPair } from '../theme/ink';
import type { Theme } from '../theme/theme';
import { prepareCanvas } from '../theme/canvas';

export const SPARK = { width: 60, height: 14, bins: 30 } as const;

/** Reads and writes of a call over its accesses, in equal steps of the sequence. */
export interface Spark { readonly reads: readonly number[]; readonly writes: readonly number[] }

/** Calls of up to this many blocks are read whole, longer ones a sample of each step. */
const WHOLE_BLOCKS = 8;
const BLOCK = 65_536;

export async function loadSpark(trace: Trace, call: Call, signal: AbortSignal): Promise<Spark | null> {
  const { firstOrdinal: from, lastOrdinal: to } = call;
  const bins = Math.max(1, Math.min(SPARK.bins, to - from));
  const reads = new Array<number>(bins).fill(0);
  const writes = new Array<number>(bins).fill(0);
  const add = (block: AccessBlock, first: number, end: number): void => {
    for (let ordinal = Math.max(first, block.firstOrdinal); ordinal < Math.min(end, block.firstOrdinal + block.length); ordinal++) {
      const row = ordinal - block.firstOrdinal;
      if (block.call[row] !== call.id) continue;
      const bin = Math.min(bins - 1, Math.floor(((ordinal - from) / (to - from)) * bins));
      const counts = (block.flags[row] ?? 0) & AccessFlag.write ? writes : reads;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  };
  if (to - from <= WHOLE_BLOCKS * BLOCK) {
    for await (const block of trace.blocks(from, to)) {
      if (signal.aborted) return null;
      add(block, from, to);
    }
    return { reads, writes };
  }
  const step = (to - from) / bins;
  for (let bin = 0; bin < bins; bin++) {
    const start = Math.floor(from + bin * step);
    const block = await trace.blockAt(start);
    if (signal.aborted) return null;
    add(block, start, Math.min(start + 4096, Math.floor(from + (bin + 1) * step)));
  }
  return { reads, writes };
}

/** Reads rise, writes sink; heights by the root of the count, so that single accesses beside bursts stay visible. */
export function drawSpark(canvas: HTMLCanvasElement, theme: Theme, spark: Spark): void {
  const ink = prepareCanvas(canvas, SPARK.width, SPARK.height);
  if (!ink) return;
  const most = Math.max(...spark.reads, ...spark.writes, 1);
  const step = Math.min(6, SPARK.width / spark.reads.length);
  const share = (count: number): number => Math.sqrt(count / most);
  spark.reads.forEach((reads, bin) => {
    drawPair(ink, theme, { x: bin * step, y: 0, width: Math.max(1, step > 3 ? step - 2 : step), height: SPARK.height },
      { read: share(reads), write: share(spark.writes[bin] ?? 0) });
  });
}
