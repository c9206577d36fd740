import type { Trace } from '../../../trace/model/types';
import { toRegionBytes, type TrackMap } from '../../canvas/tracks';
import type { LaneKind } from '../../state/choices';
import { bytes, plural } from '../../text/format';
import { fieldLanes } from './byfield';
import { insnLanes, threadLanes } from './bycode';
import { eachInMemory, type Grouping } from './grouping';
import { stackMemory } from './memory';
import { t } from '../../text/l10n';

/** Lanes of one kind over the memory of a recording. */
export function groupingOf(kind: LaneKind, trace: Trace, map: TrackMap): Grouping {
  switch (kind) {
    case 'region': return regionLanes(map);
    case 'field': return fieldLanes(map);
    case 'address': return addressLane(map);
    case 'function': return insnLanes(kind, trace, map);
    case 'line': return insnLanes(kind, trace, map);
    case 'thread': return threadLanes(trace, map);
  }
}

function regionLanes(map: TrackMap): Grouping {
  return {
    kind: 'region', noun: 'more region', tracks: map.tracks.map(({ label, size, fields }) => ({ label, size, fields, note: bytes(size) })),
    each: (block, first, end, visit) => eachInMemory(map, block, first, end, visit),
    bytesAt: (track, offset, size, call) => toRegionBytes(map, track, offset, size, call),
    placesOf: ({ region, offset, size }) => (map.indexOf(region) < 0 ? [] : [{ track: map.indexOf(region), offset: offset + map.shiftOf(region), size }]),
    holds: () => true,
  };
}

/** All memory in one lane, by address. */
function addressLane(map: TrackMap): Grouping {
  const memory = stackMemory(map);
  return {
    kind: 'address', noun: 'more lane', tracks: [{ label: t('memory'), size: memory.size, fields: [], note: plural(map.tracks.length, 'region') }],
    each: (block, first, end, visit) => eachInMemory(map, block, first, end, (row, track, offset) => visit(row, 0, memory.base(track) + offset)),
    ...memory.places, holds: () => true,
  };
}
