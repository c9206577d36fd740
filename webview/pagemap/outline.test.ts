import { expect, it } from 'vitest';
import { linearGrid, nestedGrid } from './grid';
import { outline } from './outline';

const everywhere = { left: 0, top: 0, right: 1e6, bottom: 1e6 };
const length = (edges: ReturnType<typeof outline>): number => edges.reduce((sum, { x1, y1, x2, y2 }) => sum + Math.abs(x2 - x1) + Math.abs(y2 - y1), 0);

it('draws one ring around bytes that run over a row end', () => {
  expect(length(outline(linearGrid(32, 8), 1, 6, 4, everywhere))).toBe(12);
  expect(length(outline(linearGrid(32, 8), 1, 4, 8, everywhere))).toBe(2 * (8 + 2));
  expect(length(outline(linearGrid(32, 8), 1, 8, 8, everywhere))).toBe(2 * (8 + 1));
});

it('rings the cells that hold the bytes', () => {
  expect(length(outline(nestedGrid(65536, 8), 4096, 5000, 10, everywhere))).toBe(4 * 64);
  expect(length(outline(nestedGrid(65536, 8), 256, 255, 2, everywhere))).toBe(2 * (16 + 32));
});

it('leaves out what is not visible', () => {
  expect(outline(linearGrid(32, 8), 1, 0, 4, { left: 0, top: 2, right: 8, bottom: 4 })).toEqual([]);
});
