import type { AccessBlock, Trace } from '../../trace/model/types';
import type { Axis, AxisWindow } from './state';

/** The same stretch in units of another axis. Sequence is file order, so with several threads the times of its ends are approximate. */
export async function convertWindow(trace: Trace, window: AxisWindow, from: Axis, to: Axis): Promise<AxisWindow> {
  if (from === to || trace.accessCount === 0) return window;
  if (to === 'time') return [await timeAt(trace, window[0]), await timeAt(trace, window[1])];
  return [await ordinalAt(trace, window[0]), await ordinalAt(trace, window[1])];
}

async function timeAt(trace: Trace, ordinal: number): Promise<number> {
  if (ordinal >= trace.accessCount) return trace.info.duration;
  const whole = Math.max(0, Math.floor(ordinal));
  const block = await trace.blockAt(whole);
  return block.time[whole - block.firstOrdinal] ?? 0;
}

/** First access at or after a time, by bisection over the blocks. */
async function ordinalAt(trace: Trace, time: number): Promise<number> {
  let [low, high] = [0, trace.accessCount];
  while (low < high) {
    const block = await trace.blockAt(Math.floor((low + high) / 2));
    const end = block.firstOrdinal + block.length;
    if ((block.time[block.length - 1] ?? 0) < time) low = end;
    else if ((block.time[0] ?? 0) >= time) high = Math.min(high, block.firstOrdinal);
    else return Math.max(low, Math.min(high, block.firstOrdinal + firstAtOrAfter(block, time)));
  }
  return low;
}

function firstAtOrAfter(block: AccessBlock, time: number): number {
  let [low, high] = [0, block.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((block.time[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
