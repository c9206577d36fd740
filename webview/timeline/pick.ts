import type { AxisScale } from './axis/scale';
import type { BandBox } from './paint/bands';
import type { FlagBox } from './paint/flags';
import type { LanePicture, Picture } from './data/picture';
import type { Item } from './data/scan';
import { barOf, barWidth, laneOffset } from './lanes/bars';

/** What is under the pointer. */
export type Picked =
  | { readonly kind: 'item'; readonly item: Item; readonly lane: LanePicture }
  /** Bytes of a lane without a mark there, or where marks are sums. */
  | { readonly kind: 'bytes'; readonly lane: LanePicture; readonly offset: number; readonly size: number }
  | { readonly kind: 'call'; readonly call: number }
  | { readonly kind: 'flag'; readonly index: number };

const REACH = 6;

export function pickFlag(boxes: readonly FlagBox[], x: number, y: number): Picked | null {
  const box = boxes.find(each => Math.abs(each.x - x) <= 8 && Math.abs(each.y - y) <= 9);
  return box ? { kind: 'flag', index: box.flag.index } : null;
}

export function pickBand(boxes: readonly BandBox[], x: number, y: number): Picked | null {
  const box = boxes.findLast(each => x >= each.x - 1 && x <= each.x + each.width + 1 && y >= each.y - 1 && y <= each.y + each.height + 2);
  return box ? { kind: 'call', call: box.band.call } : null;
}

/** The nearest access within a few pixels; else the bytes of the lane at this height. */
export function pickInLanes(picture: Picture, scale: AxisScale, x: number, y: number): Picked | null {
  const lane = picture.lanes.find(({ lane: { top, height } }) => y >= top - 3 && y <= top + height + 3);
  if (!lane || x < scale.left || x > scale.right) return null;
  const item = nearestItem(lane, scale, x, y);
  if (item) return { kind: 'item', item, lane };
  const perPixel = (lane.lane.range.to - lane.lane.range.from) / lane.lane.height;
  const size = Math.max(1, Math.round(perPixel * 2));
  const offset = Math.floor(laneOffset(lane.lane, Math.max(lane.lane.top, Math.min(lane.lane.top + lane.lane.height - 1, y))) / size) * size;
  return { kind: 'bytes', lane, offset, size };
}

export function nearestItem(lane: LanePicture, scale: AxisScale, x: number, y: number): Item | null {
  const width = barWidth(lane.items, scale);
  let best: Item | null = null;
  let least = REACH;
  for (const item of lane.items) {
    const bar = barOf(item, lane.lane, scale, width);
    const away = Math.hypot(outside(x, bar.x, bar.x + bar.width), outside(y, bar.y, bar.y + bar.height));
    // Of several under the pointer the smaller mark wins: it would be out of reach otherwise.
    if (away < least || (best && away === least && item.size < best.size)) {
      best = item;
      least = away;
    }
  }
  return best;
}

function outside(value: number, from: number, to: number): number {
  return value < from ? from - value : value > to ? value - to : 0;
}
