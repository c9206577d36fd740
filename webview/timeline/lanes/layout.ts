import type { TrackStats } from '../data/scan';
import type { LaneTrack } from './grouping';
import { laneRange, type LaneRange } from './range';

/** One lane of the timeline. Coordinates in CSS pixels from the top of the canvas. */
export interface Lane {
  readonly track: number;
  /** Strip with name and size above the marks of lanes with field lines; 0 for others, whose name stands in the gutter. */
  readonly head: number;
  readonly top: number;
  readonly height: number;
  readonly range: LaneRange;
  /** Fields have a line and a label each. */
  readonly fields: boolean;
  readonly stats: TrackStats;
  /** Too thin for reads and writes in one picture: reads above the middle, writes below it. */
  readonly split: boolean;
}

export interface LaneInput { readonly track: Pick<LaneTrack, 'size' | 'fields'>; readonly index: number; readonly stats: TrackStats }

export const LANE_GAP = 7;
export const HEAD = 17;
const LEAST = 34;
const LEAST_COMPACT = 18;
const SPLIT_BELOW = 30;
const MOST_HEIGHT = 190;
const FIELD_LINE = 13;

export interface LaneRoom { readonly top: number; readonly height: number; /** At most this many lanes. */ readonly most?: number; /** No heads: names stay in the gutter. */ readonly compact?: boolean }

/**
 * Gives lanes the room by the logarithm of the size of their regions, structs of less than 64 bytes 1.7 times that. The regions that come
 * first in `inputs` are kept when there is not enough room; lanes are drawn in the order of their tracks.
 * @returns the lanes, and the inputs that got none
 */
export function layoutLanes(inputs: readonly LaneInput[], room: LaneRoom): { lanes: Lane[]; hidden: readonly LaneInput[] } {
  const most = Math.max(1, Math.min(room.most ?? Infinity, Math.floor((room.height + LANE_GAP) / ((room.compact ? LEAST_COMPACT : LEAST) + LANE_GAP))));
  const shown = inputs.slice(0, most).sort((a, b) => a.index - b.index);
  const heights = shareHeights(shown, room);
  let top = room.top;
  const lanes = shown.map(({ track, index, stats }, i) => {
    const fields = hasFields(track) && !room.compact && heights[i]! > HEAD + track.fields.length * 6;
    const head = fields ? HEAD : 0;
    const height = heights[i]! - head;
    const lane: Lane = {
      track: index, head, top: top + head, height, fields, stats, range: laneRange(track.size, stats.low, stats.high, fields),
      split: height < SPLIT_BELOW && stats.reads > 0 && stats.writes > 0,
    };
    top += heights[i]! + LANE_GAP;
    return lane;
  });
  return { lanes, hidden: inputs.slice(most) };
}

/** Heights in proportion to the weights, none below the least or above the most. */
function shareHeights(inputs: readonly LaneInput[], room: LaneRoom): number[] {
  const available = room.height - LANE_GAP * (inputs.length - 1);
  const weights = inputs.map(({ track }) => weightOf(track));
  const caps = inputs.map(({ track }) => inputs.length === 1 ? Infinity : hasFields(track) ? Math.max(MOST_HEIGHT, track.fields.length * 18 + HEAD) : MOST_HEIGHT);
  const least = Math.min(room.compact ? LEAST_COMPACT : LEAST, Math.max(1, available / inputs.length));
  const heights = inputs.map(() => least);
  let left = available - least * inputs.length;
  let open = inputs.map((_, i) => i);
  while (left > 0.5 && open.length > 0) {
    const sum = open.reduce((total, i) => total + weights[i]!, 0);
    const share = left;
    for (const i of open) {
      const more = Math.min((share * weights[i]!) / sum, caps[i]! - heights[i]!);
      heights[i]! += more;
      left -= more;
    }
    open = open.filter(i => heights[i]! < caps[i]! - 0.5);
  }
  return heights.map(Math.floor);
}

function weightOf(track: LaneInput['track']): number {
  const weight = Math.log2(Math.max(track.size, 2)) + 2;
  return track.size < 64 && hasFields(track) ? weight * 1.7 + track.fields.length * FIELD_LINE / 16 : weight;
}

function hasFields(track: LaneInput['track']): boolean {
  return track.fields.length > 0 && track.size <= 256;
}
