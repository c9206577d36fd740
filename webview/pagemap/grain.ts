import type { TrackMap } from '../canvas/tracks';
import { BYTE_REGION } from './tiles';

/** More pieces than this are not counted one by one. */
const MOST_GRAINS = 4 * 2 ** 20;
const COARSE = 256;

/** Smallest piece of each track that is counted: one byte, or 256 bytes of large regions where memory would not do. */
export function grainsOf(map: TrackMap): number[] {
  const grain = map.tracks.reduce((sum, track) => sum + track.size, 0) > MOST_GRAINS ? COARSE : 1;
  return map.tracks.map(track => (track.size > BYTE_REGION ? grain : 1));
}
