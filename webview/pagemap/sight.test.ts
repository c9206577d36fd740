import { describe, expect, it } from 'vitest';
import type { TileModel } from './model';
import { modelFor, sightOf, transformFor, type Sight } from './sight';
import { layoutTiles } from './tiles';
import { hitCell, transformTo } from './scene';

const size = { width: 500, height: 300 };

function models(...regions: [label: string, size: number][]): TileModel[] {
  const tiles = layoutTiles(regions.map(([, bytes]) => ({ track: { size: bytes }, first: 0, end: bytes })), size.width, size.height);
  return tiles.map((tile, at) => ({ track: { label: regions[at]![0], size: regions[at]![1] }, tile, parts: [] }) as unknown as TileModel);
}

/** The byte in the middle of the view. */
const middle = (all: readonly TileModel[], transform: { x: number; y: number; k: number }): number | undefined => hitCell(all, transform, size, size.width / 2, size.height / 2)?.offset;

describe('what one map looks at, in another one', () => {
  it.each([['the same size', 65_536], ['a smaller one', 40_000], ['a larger one', 1_048_576]])('the middle byte and the size of a byte are the same in a region of %s', (_, other) => {
    const [a, b] = [models(['src', 65_536], ['dst', 4096]), models(['dst', 4096], ['strm', 112], ['src', other])];
    const transform = transformTo(a.find(({ track }) => track.label === 'src')!, 20_000, 1, size);
    const sight = sightOf(a, transform, size, false) as Extract<Sight, { kind: 'part' }>;
    expect(sight).toMatchObject({ kind: 'part', label: 'src' });
    const model = modelFor(sight, b)!;
    const followed = transformFor(sight, model, size);
    expect(model.tile.cellWidth * followed.k).toBeCloseTo(sight.byteWidth, 6);
    expect(middle(b, followed)).toBe(middle(a, transform));
  });

  it('the whole map is the whole map, and a region that is not there is nowhere', () => {
    const all = models(['src', 4096]);
    expect(sightOf(all, { x: 0, y: 0, k: 1 }, size, false)).toEqual({ kind: 'whole' });
    const sight = sightOf(all, transformTo(all[0]!, 100, 1, size), size, false)!;
    expect(modelFor(sight, models(['dst', 4096]))).toBe(null);
  });
});
