import type { Access, AccessBlock } from '../../../trace/model/types';
import type { Track, TrackMap } from '../../canvas/tracks';
import type { ByteRange } from '../../protocol';
import type { LaneKind } from '../../state/choices';
import type { Noun } from '../../text/nouns';

/** What a lane of the timeline stands for: a region, or whatever people chose instead. */
export interface LaneTrack extends Pick<Track, 'label' | 'size' | 'fields'> {
  /** Second line of its name. */
  readonly note: string;
}

/** Lanes of one kind, and which accesses belong to which. */
export interface Grouping {
  readonly kind: LaneKind;
  readonly tracks: readonly LaneTrack[];
  /** What people call a lane: "more regions". */
  readonly noun: Noun;
  /** Calls back with each row of a block that has a lane, and with its offset there. A row may be in several. */
  each(block: AccessBlock, first: number, end: number, visit: (row: number, track: number, offset: number) => void): void;
  /** Bytes of a lane as bytes of a region; null between regions. */
  bytesAt(track: number, offset: number, size: number, call: number | null): ByteRange | null;
  /** Where bytes of a region lie in lanes. `track` null: in every one. */
  placesOf(range: ByteRange): readonly { readonly track: number | null; readonly offset: number; readonly size: number }[];
  /** Is an access at one of these places in this lane? */
  holds(track: number, access: Access): boolean;
}

/** Rows whose region (or nearest region) has a track, with their offset in it. */
export function eachInMemory(map: TrackMap, block: AccessBlock, first: number, end: number, visit: (row: number, track: number, offset: number) => void): void {
  // Consecutive accesses are mostly of few regions: look each one up once.
  let region = -1;
  let track = -1;
  let shift = 0;
  for (let i = first; i < end; i++) {
    const id = block.region[i]! || block.anchor[i]!;
    if (id !== region) {
      region = id;
      track = map.indexOf(id);
      shift = map.shiftOf(id);
    }
    if (track >= 0) visit(i, track, block.offset[i]! + shift);
  }
}
