import type { Field, Region } from '../../trace/model/types';
import type { ByteRange } from '../protocol';
import { regionName } from '../text/names';

/**
 * One piece of memory of the program, as a tile of the page map and a lane of the timeline. Regions of several calls over the same
 * memory share a track; their offsets are shifted to the lowest address of all.
 */
export interface Track {
  /** `Region.memory`. */
  readonly memory: number;
  readonly label: string;
  readonly address: bigint;
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
  const tracks = [...groups.values()].map(group => toTrack(group, preferred));
  const place = new Map<number, { index: number; shift: number }>();
  tracks.forEach((track, index) => {
    for (const region of track.regions) place.set(region.id, { index, shift: Number(region.address - track.address) });
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

/**
 * Bytes of a track as bytes of one of its regions: of the given call's if it has one there, else of the smallest region that holds
 * the first byte, else of the first region.
 */
export function toRegionBytes(track: Track, offset: number, size: number, call: number | null = null): ByteRange {
  const at = track.address + BigInt(offset);
  const holds = (region: Region): boolean => at >= region.address && at < region.address + BigInt(region.size);
  const candidates = track.regions.filter(holds).sort((a, b) => a.size - b.size);
  const region = candidates.find(each => each.call === call) ?? candidates[0] ?? track.regions.find(each => each.call === call) ?? track.regions[0]!;
  return { region: region.id, offset: Number(at - region.address), size };
}

function toTrack(group: readonly Region[], preferred: number | null): Track {
  const named = group.find(region => region.call === preferred) ?? group.find(region => region.fields.length > 0) ?? group[0]!;
  let address = group[0]!.address;
  let end = address;
  for (const region of group) {
    const regionEnd = region.address + BigInt(region.size);
    if (region.address < address) address = region.address;
    if (regionEnd > end) end = regionEnd;
  }
  const shift = Number(named.address - address);
  return {
    memory: named.memory, label: regionName(named), address, size: Number(end - address), typeName: named.typeName,
    fields: shift === 0 ? named.fields : named.fields.map(field => ({ ...field, offset: field.offset + shift })),
    out: group.every(region => region.direction === 'out'),
    regions: group,
  };
}
