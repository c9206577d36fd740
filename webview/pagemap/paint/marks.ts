import type { Theme } from '../../theme/theme';
import { levelFor } from '../level';
import type { Placed, TileModel } from '../model';
import { outline, type Edge } from '../outline';

/** Ring around the bytes [offset, offset + size), snapped to the cells drawn now. */
export function paintRing(
  ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, placed: Placed, range: { offset: number; size: number }, kind: 'selection' | 'hover',
): void {
  if (!placed.visible) return;
  const { unit } = levelFor(grid.units, placed.width, placed.height);
  const edges = outline(grid, unit, range.offset, range.size, placed.visible);
  const width = kind === 'selection' ? 2 : 1.5;
  ink.lineCap = 'square';
  strokeEdges(ink, edges, placed, theme.background, width + 2);
  strokeEdges(ink, edges, placed, kind === 'selection' ? theme.focus : theme.foreground, width);
  ink.lineCap = 'butt';
}

/** Thick line where the region ends, if bytes behind it are in the picture. */
export function paintEnd(ink: CanvasRenderingContext2D, theme: Theme, { track, tile: { grid } }: TileModel, placed: Placed): void {
  const { unit } = levelFor(grid.units, placed.width, placed.height);
  if (!placed.visible || unit > 1 || placed.height < 5) return;
  const edges = outline(grid, 1, 0, track.size, placed.visible);
  const end = grid.offsetAt(grid.width - 1, grid.height - 1)! >= track.size ? edges.filter(edge => isEnd(edge, grid.place(track.size - 1), grid.width)) : [];
  strokeEdges(ink, end, placed, theme.foreground, 2);
}

/** Edges right of the last byte, below its row, and below the rest of the row above it. */
function isEnd({ x1, y1, x2, y2 }: Edge, [x, y]: readonly [number, number], columns: number): boolean {
  if (x1 === x2) return x1 === x + 1 && x1 < columns && y1 === y;
  return (y2 === y + 1 && x2 <= x + 1) || (y2 === y && x1 > x);
}

function strokeEdges(ink: CanvasRenderingContext2D, edges: readonly Edge[], placed: Placed, colour: string, width: number): void {
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.beginPath();
  for (const { x1, y1, x2, y2 } of edges) {
    ink.moveTo(placed.x + x1 * placed.width, placed.y + y1 * placed.height);
    ink.lineTo(placed.x + x2 * placed.width, placed.y + y2 * placed.height);
  }
  ink.stroke();
}
