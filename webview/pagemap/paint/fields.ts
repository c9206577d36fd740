import { elide } from '../../canvas/text';
import { textOn } from '../../theme/scales';
import type { Theme } from '../../theme/theme';
import type { Colouring } from '../colouring';
import type { Part } from '../fields';
import type { Placed, TileModel } from '../model';
import { outline } from '../outline';

/** Row height from which a value and a name stand below each other. */
export const NAMED_HEIGHT = 32;

/** Boxes around declared fields (or elements), named where the cells are high enough. */
export function paintFields(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, colouring: Colouring | null = null): void {
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
  for (const part of model.parts) paintName(ink, inksFor(theme, model, part, colouring), theme, model, part, placed);
}

/** Inks that can be read on what the field is filled with. */
function inksFor(theme: Theme, { tile: { index } }: TileModel, part: Part, colouring: Colouring | null): { name: string; type: string } {
  const group = colouring?.classOf(index, part.offset) ?? -1;
  if (!colouring || group < 0) return { name: theme.foreground, type: theme.dim };
  const text = textOn(colouring.ink(group));
  return { name: text, type: text };
}

/** The name in the widest row of the field, its type beside it; "…name" where the first row is too narrow to begin there. */
function paintName(ink: CanvasRenderingContext2D, inks: { name: string; type: string }, theme: Theme, { tile: { grid } }: TileModel, part: Part, placed: Placed): void {
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
  ink.fillStyle = inks.name;
  ink.fillText(name, x, y);
  if (!both) return;
  x += nameWidth + 4;
  ink.fillStyle = inks.type;
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
