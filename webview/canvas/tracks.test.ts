import { expect, it } from 'vitest';
import type { Region } from '../../trace/model/types';
import { buildTracks, inTrack, toRegionBytes } from './tracks';

function region(id: number, change: Partial<Region> = {}): Region {
  return {
    id, label: `r${id}`, kind: 'buffer', address: 0x1000n, size: 16, before: 0, after: 0, fields: [], typeName: null, typeSize: null, arg: 0, parent: null,
    memory: id, direction: 'inout', lent: false, call: id, ...change,
  };
}

it('joins regions over the same memory and shifts their offsets', () => {
  const map = buildTracks([region(1, { memory: 7, address: 0x1010n }), region(2, { memory: 7, size: 64 }), region(3)]);
  expect(map.tracks.map(track => track.size)).toEqual([64, 16]);
  expect(map.shiftOf(1)).toBe(16);
  expect(inTrack(map, { region: 1, offset: 4, size: 2 })).toEqual({ index: 0, offset: 20, size: 2 });
  expect(inTrack(map, { region: 99, offset: 0, size: 1 })).toBeNull();
});

it('names a track as the selected call does', () => {
  const regions = [region(1, { memory: 7 }), region(2, { memory: 7 })];
  expect(buildTracks(regions, 2).tracks[0]!.label).toBe('r2');
  expect(buildTracks(regions).tracks[0]!.label).toBe('r1');
});

it('counts as output only what every call declares so', () => {
  const regions = [region(1, { memory: 7, direction: 'out' }), region(2, { memory: 7, direction: 'in' })];
  expect(buildTracks(regions).tracks[0]!.out).toBe(false);
  expect(buildTracks(regions.slice(0, 1)).tracks[0]!.out).toBe(true);
});

it('gives bytes back as bytes of a region, past the end too', () => {
  const map = buildTracks([region(1, { memory: 7, size: 64 }), region(2, { memory: 7, address: 0x1008n, size: 8 })]);
  expect(toRegionBytes(map, 0, 9, 4)).toEqual({ region: 2, offset: 1, size: 4 });
  expect(toRegionBytes(map, 0, 9, 4, 1)).toEqual({ region: 1, offset: 9, size: 4 });
  expect(toRegionBytes(map, 0, 66, 2)).toEqual({ region: 1, offset: 66, size: 2 });
});

it('lays memory that moved between calls over itself', () => {
  const map = buildTracks([region(1, { memory: 7, size: 64 }), region(2, { memory: 7, address: 0x90000n, size: 64 })]);
  expect(map.tracks[0]!.size).toBe(64);
  expect([map.shiftOf(1), map.shiftOf(2)]).toEqual([0, 0]);
});
