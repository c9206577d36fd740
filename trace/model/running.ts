import type { BlockRef } from '../format/blocks';
import { TraceError } from '../format/error';
import { AccessFlag, type AccessBlock } from './types';

/** A call that was running when the recording ended, and what is counted of it. */
export interface Running { readonly id: number; readonly thread: number; readonly start: number; reads: number; writes: number; firstOrdinal: number; lastOrdinal: number }

/**
 * Calls that were running when the recording ended have no counts in the file: they are counted from their accesses.
 * @param blockAt the access block with this number; it need be valid only until the next one is asked for
 */
export async function countRunning(running: readonly Running[], blocks: readonly BlockRef[], blockAt: (at: number) => Promise<AccessBlock>): Promise<void> {
  if (running.length === 0) return;
  const byId = new Map(running.map(call => [call.id, call]));
  const threads = new Set(running.map(call => call.thread));
  const since = running.reduce((first, call) => Math.min(first, call.start), Infinity);
  try {
    for (const [at, ref] of blocks.entries()) {
      if (!threads.has(ref.thread) || (ref.times && ref.times[1] < since)) continue;
      const block = await blockAt(at);
      if (mayHold(block, byId)) countBlock(byId, block);
    }
  } catch (error) {
    // A damaged block is reported when its accesses are asked for; the counts stay those of the blocks before it.
    if (!(error instanceof TraceError)) throw error;
  }
}

function mayHold({ shapes }: AccessBlock, running: ReadonlyMap<number, Running>): boolean {
  return shapes?.call.some(call => running.has(call)) ?? true;
}

function countBlock(running: ReadonlyMap<number, Running>, block: AccessBlock): void {
  for (let row = 0; row < block.length; row++) {
    const call = running.get(block.call[row] as number);
    if (!call) continue;
    const ordinal = block.firstOrdinal + row;
    if (call.reads + call.writes === 0) call.firstOrdinal = ordinal;
    call.lastOrdinal = ordinal + 1;
    if ((block.flags[row] as number) & AccessFlag.write) call.writes++;
    else call.reads++;
  }
}
