import type { Field, Region, Trace } from '../../trace/model/types';
import type { ByteRange } from '../protocol';
import { regionName } from '../text/names';

/**
 * One piece of memory of the program, as a tile of the page map and a lane of the timeline. Regions of several calls over the same
 * memory share a track; their offsets are shifted to the lowest address of those that overlap. Memory that lies elsewhere in another
 * call (it was copied or moved) is laid over it from its start.
 */
export interface Track {
  /** `Region.memory`. */
  readonly memory: number;
  readonly label: string;
  readonly size: number;
  readonly fields: readonly Field[];
  readonly typeName: string | null;
  /** Every region over it declares it as output only. */
  readonly out: boolean;
  readonly regions: readonly Region[];
}

/** Looks up tracks by region. */
export interface TrackMap {
  readonly tracks: readonly Track[];
  /** Index into `tracks`, or -1. */
  indexOf(region: number): number;
  /** What to add to an offset in the region to get one in its track. */
  shiftOf(region: number): number;
}

/**
 * Gathers regions by memory, in their order.
 * @param preferred call whose regions give the names where several calls use other ones
 */
export function buildTracks(regions: Iterable<Region>, preferred: number | null = null): TrackMap {
  const groups = new Map<number, Region[]>();
  for (const region of regions) {
    const group = groups.get(region.memory);
    if (group) group.push(region);
    else groups.set(region.memory, [region]);
  }
  const place = new Map<number, { index: number; shift: number }>();
  const tracks = [...groups.values()].map((group, index) => {
    const shifts = shiftsOf(group);
    group.forEach((region, i) => place.set(region.id, { index, shift: shifts[i]! }));
    return toTrack(group, shifts, preferred);
  });
  return {
    tracks,
    indexOf: region => place.get(region)?.index ?? -1,
    shiftOf: region => place.get(region)?.shift ?? 0,
  };
}

/** Bytes of a region as offsets in its track; null when the track is not shown. */
export function inTrack(map: TrackMap, range: ByteRange | null): { index: number; offset: number; size: number } | null {
  const index = range ? map.indexOf(range.region) : -1;
  return range && index >= 0 ? { index, offset: range.offset + map.shiftOf(range.region), size: range.size } : null;
}

/** Bytes of a region that is not shown, where another region over the same memory is. */
export function inSameMemory(trace: Pick<Trace, 'regionById'>, map: TrackMap, range: ByteRange | null): ReturnType<typeof inTrack> {
  const region = range ? trace.regionById.get(range.region) : undefined;
  const index = region ? map.tracks.findIndex(track => track.memory === region.memory) : -1;
  const shown = map.tracks[index]?.regions[0];
  if (!range || !region || !shown) return null;
  return { index, offset: range.offset + Number(region.address - shown.address) + map.shiftOf(shown.id), size: range.size };
}

/**
 * Bytes of a track as bytes of one of its regions: of the given call's if it has one there, else of the smallest region that holds
 * the first byte, else of the first region.
 */
export function toRegionBytes(map: TrackMap, index: number, offset: number, size: number, call: number | null = null): ByteRange {
  const track = map.tracks[index]!;
  const inRegion = (region: Region): number => offset - map.shiftOf(region.id);
  const holds = (region: Region): boolean => inRegion(region) >= 0 && inRegion(region) < region.size;
  const candidates = track.regions.filter(holds).sort((a, b) => a.size - b.size);
  const region = candidates.find(each => each.call === call) ?? candidates[0] ?? track.regions.find(each => each.call === call) ?? track.regions[0]!;
  return { region: region.id, offset: inRegion(region), size };
}

/** Offsets of regions in their track: by address around the largest one, 0 for those that lie elsewhere. */
function shiftsOf(group: readonly Region[]): number[] {
  const largest = group.reduce((most, region) => region.size > most.size ? region : most);
  let [from, to] = [largest.address, largest.address + BigInt(largest.size)];
  for (const region of [...group].sort((a, b) => (a.address < b.address ? -1 : 1))) {
    if (region.address > to || region.address + BigInt(region.size) < from) continue;
    if (region.address < from) from = region.address;
    if (region.address + BigInt(region.size) > to) to = region.address + BigInt(region.size);
  }
  return group.map(region => region.address >= from && region.address <= to ? Number(region.address - from) : 0);
}

function toTrack(group: readonly Region[], shifts: readonly number[], preferred: number | null): Track {
  const named = group.find(region => region.call === preferred) ?? group.find(region => region.fields.length > 0) ?? group[0]!;
  const shift = shifts[group.indexOf(named)]!;
  return {
    memory: named.memory, label: regionName(named), size: Math.max(...group.map((region, i) => region.size + shifts[i]!)), typeName: named.typeName,
    fields: shift === 0 ? named.fields : named.fields.map(field => ({ ...field, offset: field.offset + shift })),
    out: group.every(region => region.direction === 'out'),
    regions: group,
  };
}
