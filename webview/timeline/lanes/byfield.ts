import { toRegionBytes, type TrackMap } from '../../canvas/tracks';
import { bytes, offset as offsetText } from '../../text/format';
import { eachInMemory, type Grouping, type LaneTrack } from './grouping';
import { t } from '../../text/l10n';

interface FieldLane extends LaneTrack { readonly memory: number; readonly from: number }

/** A lane for each declared field, and one for each region without any. */
export function fieldLanes(map: TrackMap): Grouping {
  const lanes: FieldLane[] = map.tracks.flatMap((track, memory) => (track.fields.length === 0
    ? [{ label: track.label, note: bytes(track.size), size: track.size, fields: [], memory, from: 0 }]
    : [...track.fields.map(field => ({ label: field.name, note: `${track.label} ${offsetText(field.offset)}`, size: field.size, fields: [], memory, from: field.offset })),
      { label: track.label, note: t('outside its fields'), size: track.size, fields: [], memory, from: 0 }]));
  // The lane for what is in no field comes last in each region.
  const restOf = map.tracks.map((track, memory) => (track.fields.length === 0 ? -1 : lanes.findLastIndex(lane => lane.memory === memory)));
  const byMemory = map.tracks.map((_, memory) => lanes.flatMap((lane, index) => (lane.memory === memory && index !== restOf[memory] ? [{ index, from: lane.from, to: lane.from + lane.size }] : [])));
  /** Lane of what is in no field: the rest of the region, or the region that declares none. */
  const restLane = (memory: number): number => (restOf[memory]! >= 0 ? restOf[memory]! : byMemory[memory]![0]!.index);
  return {
    kind: 'field', noun: 'more field', tracks: lanes,
    each: (block, first, end, visit) => eachInMemory(map, block, first, end, (row, memory, offset) => {
      const until = offset + block.size[row]!;
      let found = false;
      for (const { index, from, to } of byMemory[memory]!) {
        if (offset >= to || until <= from) continue;
        found = true;
        visit(row, index, offset - from);
      }
      if (!found) visit(row, restLane(memory), offset);
    }),
    bytesAt: (track, offset, size, call) => toRegionBytes(map, lanes[track]!.memory, lanes[track]!.from + offset, size, call),
    placesOf({ region, offset, size }) {
      const at = offset + map.shiftOf(region);
      const memory = map.indexOf(region);
      if (memory < 0) return [];
      const found = byMemory[memory]!.filter(({ from, to }) => at < to && at + size > from).map(({ index, from }) => ({ track: index, offset: at - from, size }));
      return found.length > 0 ? found : [{ track: restLane(memory), offset: at, size }];
    },
    holds: () => true,
  };
}
