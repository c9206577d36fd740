import { describe, expect, it } from 'vitest';
import type { Track } from '../../canvas/tracks';
import { layoutLanes, type LaneInput } from './layout';
import { laneRange } from './range';

const stats = { reads: 5, writes: 5, matched: 10, low: 0, high: 1e6 };
function input(index: number, size: number, fields = 0): LaneInput {
  const all = Array.from({ length: fields }, (_, i) => ({ name: `f${i}`, type: 'u32', offset: i * 4, size: 4 }));
  return { index, stats: { ...stats, high: size }, track: { size, fields: all, label: `r${index}` } as unknown as Track };
}

describe('lanes', () => {
  it('fill the room without overlap, larger regions higher', () => {
    const { lanes } = layoutLanes([input(0, 262144), input(1, 65536), input(2, 1000)], { top: 100, height: 300 });
    expect(lanes[0]!.height).toBeGreaterThan(lanes[2]!.height);
    for (const [i, lane] of lanes.entries()) if (i) expect(lane.top).toBeGreaterThanOrEqual(lanes[i - 1]!.top + lanes[i - 1]!.height);
    const last = lanes.at(-1)!;
    expect(last.top + last.height).toBeLessThanOrEqual(400);
    expect(last.top + last.height).toBeGreaterThan(390);
  });

  it('give small structs field lines and more height', () => {
    const { lanes } = layoutLanes([input(0, 28, 7), input(1, 40)], { top: 0, height: 260 });
    expect(lanes[0]!.fields).toBe(true);
    expect(lanes[0]!.height).toBeGreaterThan(lanes[1]!.height);
  });

  it('leave out the last ones when there is no room, and keep the order of tracks', () => {
    const { lanes, hidden } = layoutLanes([input(5, 64), input(1, 64), input(9, 64)], { top: 0, height: 76 });
    expect(lanes.map(lane => lane.track)).toEqual([1, 5]);
    expect(hidden.map(each => each.index)).toEqual([9]);
  });

  it('draw reads and writes apart where they are thin', () => {
    const { lanes } = layoutLanes([input(0, 64), input(1, 64)], { top: 0, height: 50, compact: true });
    expect(lanes.every(lane => lane.split)).toBe(true);
  });
});

describe('lane range', () => {
  it('zooms to what was touched when that is less than 60 %', () => {
    expect(laneRange(1000, 0, 700)).toEqual({ from: 0, to: 1000, zoomed: false });
    const range = laneRange(100_000, 80_000, 85_000);
    expect(range.zoomed).toBe(true);
    expect(range.from).toBeLessThan(80_000);
    expect(range.to).toBeGreaterThan(85_000);
  });

  it('includes bytes past the end', () => {
    expect(laneRange(28, 0, 31)).toEqual({ from: 0, to: 31, zoomed: false });
    expect(laneRange(1000, 990, 1010).to).toBe(1010);
  });

  it('shows untouched regions as a whole', () => {
    expect(laneRange(50, Infinity, -Infinity)).toEqual({ from: 0, to: 50, zoomed: false });
  });
});
