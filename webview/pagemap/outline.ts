import type { Grid } from './grid';

/** An edge of an outline, in grid coordinates. */
export interface Edge { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number }

/** Part of the grid, in grid coordinates. */
export interface GridBox { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

const MOST_CELLS = 4096;

/**
 * Outline of the bytes [offset, offset + size), drawn around cells of `unit` bytes: the edges between a cell that holds some of them
 * and a neighbour that does not. Cells outside `visible` are left out. Nothing for ranges of too many cells to see one by one.
 */
export function outline(grid: Grid, unit: number, offset: number, size: number, visible: GridBox): Edge[] {
  const [width, height] = grid.extent(unit);
  const first = Math.floor((Math.max(offset, grid.first) - grid.first) / unit) * unit + grid.first;
  const end = Math.min(offset + size, grid.end);
  if (end <= first || (end - first) / unit > MOST_CELLS) return [];
  const contains = (x: number, y: number): boolean => {
    const at = grid.offsetAt(x, y);
    return at !== null && at >= first && at < end;
  };
  const edges: Edge[] = [];
  for (let at = first; at < end; at += unit) {
    const [x, y] = grid.place(at);
    const [right, bottom] = [x + width, y + height];
    if (right <= visible.left || x >= visible.right || bottom <= visible.top || y >= visible.bottom) continue;
    if (!contains(x, y - 1)) edges.push({ x1: x, y1: y, x2: right, y2: y });
    if (!contains(x, bottom)) edges.push({ x1: x, y1: bottom, x2: right, y2: bottom });
    if (!contains(x - 1, y)) edges.push({ x1: x, y1: y, x2: x, y2: bottom });
    if (!contains(right, y)) edges.push({ x1: right, y1: y, x2: right, y2: bottom });
  }
  return edges;
}
