import type { Size } from '../canvas/stack';
import { linearGrid } from './grid';
import type { TileModel } from './model';
import { HEADS_HEIGHT, STICKY_GUTTER, TITLE_HEIGHT } from './paint/labels';
import { partsOf } from './fields';
import type { Tile } from './tiles';

/**
 * The hex dump: one region, 16 bytes a row, every byte beside its neighbours. The tile is as high as the region, and is scrolled.
 */
export function rowsModel(model: TileModel, size: Size): TileModel {
  const { track, tile } = model;
  const end = Math.max(track.size, Math.min(tile.grid.end, track.size + 64));
  const grid = linearGrid(end, 16, Math.min(0, Math.floor(tile.grid.first / 16) * 16));
  const room = size.width - STICKY_GUTTER - 8;
  const cellWidth = Math.max(21, Math.min(32, Math.floor(room / 22)));
  const cellHeight = partsOf(track).length > 0 ? 34 : 22;
  const y = TITLE_HEIGHT + HEADS_HEIGHT + 4;
  const rows: Tile = {
    index: tile.index, grid, x: STICKY_GUTTER, y, cellWidth, cellHeight, gutter: STICKY_GUTTER, header: 0,
    box: { x: 0, y: 0, width: size.width, height: grid.height * cellHeight + y },
  };
  return { ...model, tile: rows };
}
