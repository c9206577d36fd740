import type { Trace } from '../../trace/model/types';
import type { Track, TrackMap } from '../canvas/tracks';

/**
 * What the bytes of a track held at the end of the selected call (of the last call, when all are shown); their state before the call
 * where that was not kept. Null when neither was.
 */
export async function loadContents(trace: Trace, map: TrackMap, track: Track, call: number | null): Promise<Uint8Array | null> {
  const regions = track.regions.filter(region => map.shiftOf(region.id) === 0);
  const region = regions.find(each => each.call === call) ?? regions.at(-1);
  if (!region) return null;
  return await trace.snapshot(region.id, 'after') ?? await trace.snapshot(region.id, 'before');
}
