import { elide } from '../../canvas/text';
import type { Theme } from '../../theme/theme';
import type { Part } from '../fields';
import type { Placed, TileModel } from '../model';
import { outline } from '../outline';

/** Row height from which a value and a name stand below each other. */
export const NAMED_HEIGHT = 32;

/** Boxes around declared fields (or elements), named where the cells are high enough. */
export function paintFields(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed): void {
  const { visible } = placed;
  if (!visible || model.parts.length === 0 || placed.height < 5) return;
  const { grid } = model.tile;
  ink.strokeStyle = theme.dim;
  ink.lineWidth = 1;
  ink.beginPath();
  for (const part of model.parts) {
    for (const { x1, y1, x2, y2 } of outline(grid, 1, part.offset, part.size, visible)) {
      ink.moveTo(snap(placed.x + x1 * placed.width), snap(placed.y + y1 * placed.height));
      ink.lineTo(snap(placed.x + x2 * placed.width), snap(placed.y + y2 * placed.height));
    }
  }
  ink.stroke();
  if (placed.height < NAMED_HEIGHT) return;
  for (const part of model.parts) paintName(ink, theme, model, part, placed);
}

/** The name in the widest row of the field, its type beside it; "…name" where the first row is too narrow to begin there. */
function paintName(ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, part: Part, placed: Placed): void {
  const { column, row, length, begins } = widestRow(grid.width, part, grid.place(part.offset));
  const room = length * placed.width - 6;
  const y = placed.y + (row + 0.76) * placed.height;
  const size = placed.height >= 40 ? 12 : 11;
  ink.font = theme.font(size);
  const name = elide(ink, begins ? part.name : `…${part.name}`, room);
  const nameWidth = ink.measureText(name).width;
  const typeWidth = ink.measureText(part.type).width;
  const both = part.type !== '' && nameWidth + typeWidth + 4 <= room;
  let x = placed.x + (column + length / 2) * placed.width - (nameWidth + (both ? typeWidth + 4 : 0)) / 2;
  ink.textAlign = 'left';
  ink.textBaseline = 'middle';
  ink.fillStyle = theme.foreground;
  ink.fillText(name, x, y);
  if (!both) return;
  x += nameWidth + 4;
  ink.fillStyle = theme.dim;
  ink.fillText(part.type, x, y);
}

/** Where a stretch of bytes has most room in a row-wise grid. */
export function widestRow(columns: number, { size }: Part, [x, y]: readonly [number, number]): { column: number; row: number; length: number; begins: boolean } {
  const first = Math.min(size, columns - x);
  const second = Math.min(size - first, columns);
  return second > first
    ? { column: 0, row: y + 1, length: second, begins: false }
    : { column: x, row: y, length: first, begins: true };
}

const snap = (value: number): number => Math.round(value) + 0.5;
