import type { AccessBlock } from '../../../trace/model/types';
import type { Axis, AxisWindow } from '../../state/state';

/** Half-open range of rows of a block that lie in the window; on the sequence axis with the middle of their unit. */
export function rowsIn(block: AccessBlock, axis: Axis, [from, to]: AxisWindow): readonly [first: number, end: number] {
  if (axis === 'sequence') {
    return [clamp(Math.ceil(from - 0.5) - block.firstOrdinal, block.length), clamp(Math.ceil(to - 0.5) - block.firstOrdinal, block.length)];
  }
  return [lowerBound(block.time, from, block.length), lowerBound(block.time, to, block.length)];
}

/** Index of the first value not below the limit; values ascend. */
export function lowerBound(values: ArrayLike<number>, limit: number, length = values.length): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function clamp(row: number, length: number): number {
  return Math.max(0, Math.min(length, row));
}
