import { describe, expect, it } from 'vitest';
import { layoutTiles, type TileInput } from './tiles';

const input = (size: number, first = 0, end = size): TileInput => ({ track: { size }, first, end });
const KIB = 1024;

describe('page map layout', () => {
  const sizes = [256 * KIB, 132 * KIB, 64 * KIB, 112];
  const tiles = layoutTiles(sizes.map(size => input(size)), 690, 250);

  it('keeps every region inside its own share', () => {
    for (const tile of tiles) {
      const { box, grid } = tile;
      expect(tile.x + grid.width * tile.cellWidth).toBeLessThanOrEqual(box.x + box.width + 0.01);
      expect(tile.y + grid.height * tile.cellHeight).toBeLessThanOrEqual(box.y + box.height + 0.01);
    }
  });

  it('fills the map: the shares cover it', () => {
    expect(tiles.reduce((sum, { box }) => sum + box.width * box.height, 0)).toBeCloseTo(690 * 250, -2);
  });

  it('shows small regions as bytes that can be read', () => {
    const strm = tiles[3]!;
    expect(strm.grid.units).toEqual([1]);
    expect(strm.cellWidth).toBeGreaterThan(12);
  });

  it('uses most of each share', () => {
    for (const { grid, cellWidth, cellHeight, box } of tiles) {
      expect((grid.width * cellWidth * grid.height * cellHeight) / (box.width * box.height)).toBeGreaterThan(0.4);
    }
  });

  it('makes room for touched bytes around a small region', () => {
    const [tile] = layoutTiles([input(28, -4, 31)], 300, 200);
    expect(tile!.grid.first).toBeLessThan(0);
    expect(tile!.grid.end).toBe(31);
  });

  it('lays out very many and very large regions', () => {
    expect(layoutTiles(Array.from({ length: 500 }, () => input(64)), 690, 250)).toHaveLength(500);
    expect(layoutTiles([input(2 ** 32)], 690, 250)[0]!.cellWidth).toBeGreaterThan(0);
    expect(layoutTiles([], 690, 250)).toEqual([]);
  });
});
