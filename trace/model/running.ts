import type { BlockRef } from '../format/blocks';
import { TraceError } from '../format/error';
import type { Events } from './events';
import { AccessFlag, type AccessBlock, type Trace } from './types';

/** Calls that were running when the recording ended have no counts in the file: they are counted from their accesses. */
export async function countRunning(trace: Trace, blocks: readonly BlockRef[], events: Events): Promise<void> {
  const running = [...events.calls.values()].filter(call => call.end === null);
  if (running.length === 0) return;
  const threads = new Set(running.map(call => call.thread));
  const since = Math.min(...running.map(call => call.start));
  try {
    for (const ref of blocks) {
      if (!threads.has(ref.thread) || (ref.times && ref.times[1] < since)) continue;
      countBlock(events, await trace.blockAt(ref.first));
    }
  } catch (error) {
    // A damaged block is reported when its accesses are asked for; the counts stay those of the blocks before it.
    if (!(error instanceof TraceError)) throw error;
  }
}

function countBlock(events: Events, block: AccessBlock): void {
  for (let row = 0; row < block.length; row++) {
    const call = events.calls.get(block.call[row] as number);
    if (call?.end !== null) continue;
    const ordinal = block.firstOrdinal + row;
    if (call.reads + call.writes === 0) call.firstOrdinal = ordinal;
    call.lastOrdinal = ordinal + 1;
    if ((block.flags[row] as number) & AccessFlag.write) call.writes++;
    else call.reads++;
  }
}
