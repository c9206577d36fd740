import { AccessFlag } from '../../../trace/model/types';
import type { AxisScale } from '../axis/scale';
import type { Item } from '../data/scan';
import type { Lane } from './layout';

/** Mark of a single access, in CSS pixels. */
export interface Bar { readonly item: Item; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export const MOST_WIDTH = 9;
const LEAST_HEIGHT = 3;
const CROWDED_PER_PIXEL = 0.9;
const CROWDED_SHARE = 0.3;

/** y of an offset in a lane. Reads of split lanes take the upper half, writes the lower. */
export function laneY(lane: Lane, offset: number, write: boolean): number {
  const span = lane.split ? lane.height / 2 : lane.height;
  const base = lane.split && write ? lane.top + lane.height / 2 : lane.top;
  return base + ((offset - lane.range.from) / (lane.range.to - lane.range.from)) * span;
}

/** Offset of a lane at a y; the inverse of `laneY`. */
export function laneOffset(lane: Lane, y: number): number {
  const span = lane.split ? lane.height / 2 : lane.height;
  const inner = lane.split && y >= lane.top + span ? y - lane.top - span : y - lane.top;
  return lane.range.from + (inner / span) * (lane.range.to - lane.range.from);
}

/** From the first byte to the last, as wide as there is room along the axis. */
export function barOf(item: Item, lane: Lane, scale: AxisScale, width: number): Bar {
  const write = (item.flags & AccessFlag.write) !== 0;
  const top = laneY(lane, item.offset, write);
  const height = Math.max(LEAST_HEIGHT, laneY(lane, item.offset + item.size, write) - top);
  const bottom = lane.top + lane.height;
  return { item, x: scale.x(item.at) - width / 2, y: Math.min(top, bottom - LEAST_HEIGHT), width, height: Math.min(height, bottom - Math.min(top, bottom - LEAST_HEIGHT)) };
}

/** Width of the bars of a lane: the room of one access in sequence, of the average one in time; 2 to 9 pixels. */
export function barWidth(items: readonly Item[], scale: AxisScale): number {
  const each = scale.axis === 'sequence' ? scale.density : (scale.right - scale.left) / Math.max(1, items.length);
  return Math.max(2, Math.min(MOST_WIDTH, Math.round(each * 0.7)));
}

/** More than 0.9 accesses per pixel, or more than 30 % of the bars touch the one before: draw the density instead. */
export function isCrowded(items: readonly Item[], lane: Lane, scale: AxisScale): boolean {
  if (items.length > (scale.right - scale.left) * CROWDED_PER_PIXEL) return true;
  if (items.length < 12) return false;
  const width = barWidth(items, scale);
  let collisions = 0;
  let before: Bar | null = null;
  for (const item of items) {
    const bar = barOf(item, lane, scale, width);
    if (before && Math.abs(bar.x - before.x) < width - 0.5 && bar.y < before.y + before.height && before.y < bar.y + bar.height) collisions++;
    before = bar;
  }
  return collisions > items.length * CROWDED_SHARE;
}
