import { levelFor, type Level } from './level';
import { placeTile, type MapTransform, type Placed, type TileModel } from './model';
import type { Size } from '../canvas/stack';

/** Bytes of a track. */
export interface Target { readonly index: number; readonly offset: number; readonly size: number }

/** The cell under a point: at byte zoom the byte, else the block or page. Null beside all cells and over their missing parts. */
export function hitCell(models: readonly TileModel[], transform: MapTransform, size: Size, x: number, y: number): Target | null {
  for (const model of models) {
    const placed = placeTile(model.tile, transform, size.width, size.height);
    const { grid } = model.tile;
    const offset = grid.offsetAt((x - placed.x) / placed.width, (y - placed.y) / placed.height);
    if (offset === null) continue;
    const { unit } = levelFor(grid.units, placed.width, placed.height);
    const first = Math.floor((offset - grid.first) / unit) * unit + grid.first;
    if (first >= grid.end || (grid.units.length > 1 && first >= model.track.size)) continue;
    const end = unit === 1 ? first + 1 : Math.min(first + unit, model.track.size);
    return { index: model.tile.index, offset: first, size: end - first };
  }
  return null;
}

/** The region that takes up most of the view, or null. */
export function mainTile(models: readonly TileModel[], transform: MapTransform, size: Size): { model: TileModel; placed: Placed; level: Level } | null {
  let most = 0;
  let found: { model: TileModel; placed: Placed; level: Level } | null = null;
  for (const model of models) {
    const placed = placeTile(model.tile, transform, size.width, size.height);
    if (!placed.visible) continue;
    const { left, right, top, bottom } = placed.visible;
    const area = (right - left) * placed.width * (bottom - top) * placed.height;
    if (area <= most) continue;
    most = area;
    found = { model, placed, level: levelFor(model.tile.grid.units, placed.width, placed.height) };
  }
  return found;
}

/** Corners of the cells that hold some bytes, in layout coordinates. */
export function boundsOf({ tile }: TileModel, offset: number, size: number): { x0: number; y0: number; x1: number; y1: number } {
  const { grid } = tile;
  const last = Math.min(offset + size, grid.end) - 1;
  const [firstX, firstY] = grid.place(Math.max(offset, grid.first));
  const [lastX, lastY] = grid.place(Math.max(last, grid.first));
  const oneRow = firstY === lastY && grid.units.length === 1;
  // Over several rows or blocks the bytes reach from edge to edge of what holds them all.
  let [left, right] = [Math.min(firstX, lastX), Math.max(firstX, lastX) + 1];
  const [top, bottom] = [Math.min(firstY, lastY), Math.max(firstY, lastY) + 1];
  if (!oneRow && firstY !== lastY) {
    const edge = grid.units.length === 1 ? grid.width : 16;
    left = Math.floor(left / edge) * edge;
    right = Math.ceil(right / edge) * edge;
  }
  const x = (column: number): number => tile.x + column * tile.cellWidth;
  const y = (row: number): number => tile.y + row * tile.cellHeight;
  return { x0: x(left), y0: y(top), x1: x(right), y1: y(bottom) };
}

/** Largest scale on which names fit beside values. */
const COMFORTABLE = { width: 32, height: 34 };

/** Transform that shows bytes in the middle, as large as they can be read well and still fit. */
export function transformTo(model: TileModel, offset: number, size: number, view: Size): MapTransform {
  const { tile } = model;
  const bounds = boundsOf(model, offset, size);
  const comfortable = Math.max(COMFORTABLE.width / tile.cellWidth, (model.parts.length ? COMFORTABLE.height : 22) / tile.cellHeight);
  const fitting = Math.min((view.width - 90) / (bounds.x1 - bounds.x0), (view.height - 70) / (bounds.y1 - bounds.y0));
  const k = Math.max(1, Math.min(comfortable, fitting));
  return {
    k,
    x: view.width / 2 + 20 - k * (bounds.x0 + bounds.x1) / 2,
    y: view.height / 2 + 12 - k * (bounds.y0 + bounds.y1) / 2,
  };
}
