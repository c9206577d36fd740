import { AccessFlag, type Trace } from '../../../trace/model/types';
import type { Node } from '../../../trace/format/summary';
import { mayTouch } from '../../../trace/queries/bytes';
import { visitBlocks, type Verdict } from '../../../trace/queries/visit';
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

/** Looks in the recording, where the index says there may be some, for accesses that share bytes with [offset, offset + size) of a track. */
export async function loadTouches(trace: Trace, map: TrackMap, target: { index: number; offset: number; size: number }, signal: AbortSignal): Promise<Touches> {
  const [ordinals, times, writes]: [number[], number[], number[]] = [[], [], []];
  const end = target.offset + target.size;
  const pause = breathe();
  const judge = (node: Node): Verdict => {
    const may = (one: Node['regions'][number]): boolean => map.indexOf(one.region) === target.index && mayTouch(one, [target.offset - map.shiftOf(one.region), end - map.shiftOf(one.region)]);
    return !node.all || node.regions.some(may) ? 'some' : 'none';
  };
  for await (const { block } of visitBlocks(trace, { from: 0, to: trace.accessCount, judge, signal })) {
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
