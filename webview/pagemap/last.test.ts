import { expect, it } from 'vitest';
import { AccessFlag } from '../../trace/model/types';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { buildTracks } from '../canvas/tracks';
import { loadLast, type LastTouches } from './last';

const trace = await openTrace(bytesSource(sampleTrace()));
const { signal } = new AbortController();

async function lastOf(call: number | null, wanted: { touched: number; written: number } | null = null) {
  const regions = call === null ? [...trace.regionById.values()] : trace.callById.get(call)!.regions;
  const map = buildTracks(regions, call);
  let found: readonly LastTouches[] = [];
  await loadLast({ trace, map, call, matcher: null, signal, wanted, report: last => { found = last; } });
  return { map, found };
}

it('finds the last access and the last writer of every byte', async () => {
  const { map, found } = await lastOf(null);
  const touched = map.tracks.map(({ size }) => new Float64Array(size));
  const writer = map.tracks.map(({ size }) => new Uint32Array(size));
  for await (const block of trace.blocks()) {
    for (let row = 0; row < block.length; row++) {
      const region = block.region[row]! || block.anchor[row]!;
      const [track, shift] = [map.indexOf(region), map.shiftOf(region)];
      for (let at = block.offset[row]! + shift; at < block.offset[row]! + shift + block.size[row]!; at++) {
        if (at < 0 || at >= touched[track]!.length) continue;
        touched[track]![at] = block.firstOrdinal + row + 1;
        if (block.flags[row]! & AccessFlag.write) writer[track]![at] = block.insn[row]!;
      }
    }
  }
  found.forEach((last, i) => {
    expect(last.touched).toEqual(touched[i]);
    expect(last.writer).toEqual(writer[i]);
  });
});

it('looks only at the accesses of one call, and stops when there is nothing left to find', async () => {
  const { found } = await lastOf(11);
  const count = (pick: (last: LastTouches) => ArrayLike<number>): number => found.reduce((sum, last) => sum + Array.from(pick(last)).filter(Boolean).length, 0);
  const early = await lastOf(11, { touched: count(last => last.touched), written: count(last => last.writer) });
  expect(early.found).toEqual(found);
});
