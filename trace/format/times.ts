import type { Cursor } from './cursor';
import { damaged } from './cursor';

/**
 * Fills in times from marks (access index, ns): linear between two marks, constant outside. Two marks at one index
 * are a jump: accesses before it lead to the first, those from it on start at the second.
 */
export function fillTimes(cursor: Cursor, out: Float64Array): Float64Array {
  const marks = cursor.varint();
  if (marks === 0 && out.length > 0) damaged();
  let index = 0;
  let time = 0;
  for (let mark = 0; mark < marks; mark++) {
    const nextIndex = index + cursor.varint();
    const nextTime = time + cursor.varint();
    if (nextIndex > out.length) damaged();
    if (mark === 0) out.fill(nextTime, 0, nextIndex);
    else interpolate(out, index, nextIndex, time, nextTime);
    index = nextIndex;
    time = nextTime;
  }
  return out.fill(time, index);
}

function interpolate(out: Float64Array, from: number, to: number, start: number, end: number): void {
  const step = (end - start) / Math.max(1, to - from);
  for (let at = from; at < to; at++) out[at] = start + (at - from) * step;
}
