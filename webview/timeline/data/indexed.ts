import type { Trace } from '../../../trace/model/types';
import { stretchesOf, type Stretch } from '../../canvas/lod';
import type { TrackMap } from '../../canvas/tracks';
import type { Axis, AxisWindow } from '../../state/state';
import type { AxisScale } from '../axis/scale';
import { BIN, densityCounter, type Density } from '../lanes/density';
import type { Lane } from '../lanes/layout';
import type { Scan, TrackStats } from './scan';

/** Windows with more accesses than this are drawn from the index. */
export const INDEXED_ABOVE = 500_000;

/** The index over a window, in about as many stretches as there are columns; null: the recording has none for it. */
export function windowIndex(trace: Trace, ordinals: readonly [number, number], columns: number, signal: AbortSignal): Promise<readonly Stretch[] | null> {
  return stretchesOf(trace, ordinals[0], ordinals[1], columns, signal, node => node.regions.some(region => region.tile === null && !region.near));
}

/** What each region had in the window. */
export function scanIndex(stretches: readonly Stretch[], map: TrackMap, axis: Axis, window: AxisWindow): Scan {
  const stats = new Map<number, TrackStats>();
  const totals = { reads: 0, writes: 0 };
  for (const { node } of stretches) {
    totals.reads += node.accesses - node.writes;
    totals.writes += node.writes;
    for (const { region, reads, writes, low, high } of node.regions) {
      const track = map.indexOf(region);
      if (track < 0) continue;
      let entry = stats.get(track);
      if (!entry) stats.set(track, entry = { reads: 0, writes: 0, matched: 0, low: Infinity, high: -Infinity });
      entry.reads += reads;
      entry.writes += writes;
      entry.matched += reads + writes;
      entry.low = Math.min(entry.low, low + map.shiftOf(region));
      entry.high = Math.max(entry.high, high + map.shiftOf(region));
    }
  }
  return { window, axis, stats, ...totals, matched: totals.reads + totals.writes, items: null };
}

/** Adds the tiles of a lane's regions to its sums: each over the columns of its stretch. */
export async function addTiles(stretches: readonly Stretch[], map: TrackMap, lane: Lane, density: Density, scale: AxisScale, pause: () => Promise<void> | void): Promise<void> {
  const add = densityCounter(density, lane);
  const column = (value: number): number => Math.floor((scale.x(value) - scale.left) / BIN);
  for (const { from, to, node } of stretches) {
    await pause();
    const [first, last] = scale.axis === 'sequence' ? [column(from), column(to - 1)] : [column(node.timeStart), column(node.timeEnd)];
    if (last < 0 || first >= density.columns) continue;
    const columns = last - first + 1;
    for (const { region, tile, index, tileReads, tileWrites } of node.regions) {
      if (tile === null || map.indexOf(region) !== lane.track) continue;
      const shift = map.shiftOf(region);
      index.forEach((place, i) => {
        for (let at = Math.max(0, first); at <= Math.min(last, density.columns - 1); at++) {
          if (tileReads[i]) add(at, place * tile + shift, tile, false, Math.max(1, Math.round(tileReads[i] / columns)));
          if (tileWrites[i]) add(at, place * tile + shift, tile, true, Math.max(1, Math.round(tileWrites[i] / columns)));
        }
      });
    }
  }
}
