import { AccessFlag, type Trace } from '../../../trace/model/types';
import { breathe } from '../../canvas/breathe';
import type { TrackMap } from '../../canvas/tracks';
import { eachInMemory } from '../lanes/grouping';

/** Every access to some bytes, in the order of the file. */
export interface Touches {
  readonly ordinals: Float64Array;
  readonly times: Float64Array;
  /** 1: write. */
  readonly writes: Uint8Array;
  /** More were found than are kept. */
  readonly cut: boolean;
}

const MOST_TOUCHES = 200_000;

/** Looks through the whole recording for accesses that share bytes with [offset, offset + size) of a track. */
export async function loadTouches(trace: Trace, map: TrackMap, target: { index: number; offset: number; size: number }, signal: AbortSignal): Promise<Touches> {
  const [ordinals, times, writes]: [number[], number[], number[]] = [[], [], []];
  const end = target.offset + target.size;
  const pause = breathe();
  for await (const block of trace.blocks()) {
    signal.throwIfAborted();
    eachInMemory(map, block, 0, block.length, (i, track, offset) => {
      if (track !== target.index || offset >= end || offset + block.size[i]! <= target.offset || ordinals.length >= MOST_TOUCHES) return;
      ordinals.push(block.firstOrdinal + i);
      times.push(block.time[i]!);
      writes.push(block.flags[i]! & AccessFlag.write ? 1 : 0);
    });
    await pause();
  }
  signal.throwIfAborted();
  return { ordinals: Float64Array.from(ordinals), times: Float64Array.from(times), writes: Uint8Array.from(writes), cut: ordinals.length >= MOST_TOUCHES };
}
