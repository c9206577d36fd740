import { toRegionBytes, type TrackMap } from '../../canvas/tracks';
import type { Grouping } from './grouping';

/** All memory one behind the other, by address and without the gaps between: what lanes that are not about one region show. */
export interface Memory {
  readonly size: number;
  /** First place of a track. */
  base(track: number): number;
  readonly places: Pick<Grouping, 'bytesAt' | 'placesOf'>;
}

/** Room between two regions, as a share of the whole, so that they can be told apart. */
const GAP = 0.004;

export function stackMemory(map: TrackMap): Memory {
  const order = map.tracks.map((track, index) => ({ index, size: track.size, address: track.regions[0]?.address ?? 0n }))
    .sort((a, b) => (a.address < b.address ? -1 : Number(a.address > b.address)));
  const gap = Math.ceil(order.reduce((sum, { size }) => sum + size, 0) * GAP);
  const bases: number[] = [];
  let size = 0;
  for (const each of order) {
    bases[each.index] = size;
    size += each.size + gap;
  }
  size = Math.max(1, size - gap);
  const base = (track: number): number => bases[track] ?? 0;
  return {
    size, base,
    places: {
      bytesAt(_track, offset, length, call) {
        const at = order.findLast(({ index }) => base(index) <= offset);
        return at && offset - base(at.index) < at.size ? toRegionBytes(map, at.index, offset - base(at.index), length, call) : null;
      },
      placesOf({ region, offset, size: length }) {
        const track = map.indexOf(region);
        return track < 0 ? [] : [{ track: null, offset: base(track) + map.shiftOf(region) + offset, size: length }];
      },
    },
  };
}
