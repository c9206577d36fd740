import { RectBatch } from '../../canvas/batch';
import { hex2 } from '../../text/format';
import { drawNeverWritten } from '../../theme/ink';
import { textOn } from '../../theme/scales';
import type { Theme } from '../../theme/theme';
import type { Colouring } from '../colouring';
import { touchesAt } from '../counts';
import type { Placed, TileModel } from '../model';

/** Values over a ground that means something else, with the letter of its class. */
export function paintByteTexts(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, colouring: Colouring): void {
  const cells = visibleCells(model, placed);
  paintCellLines(ink, theme, cells, placed);
  paintTexts(ink, theme, model, cells, placed, colouring);
}

interface ByteCell {
  readonly offset: number; readonly x: number; readonly y: number; readonly outside: boolean;
  readonly read: boolean; readonly written: boolean; readonly dimmed: boolean;
}

/** Byte cells with room for a value: tint, bar on top for read, striped bar at the bottom for written. */
export function paintValues(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed): void {
  const cells = visibleCells(model, placed);
  for (const dimmed of [true, false]) {
    const group = cells.filter(cell => cell.dimmed === dimmed);
    ink.globalAlpha = 1;
    paintTints(ink, theme, group, placed);
    paintBarsOf(ink, theme, group, placed, dimmed ? 0.15 : 1);
  }
  paintCellLines(ink, theme, cells, placed);
  if (model.track.out && model.counts) paintNeverWritten(ink, theme, model, cells, placed);
  paintTexts(ink, theme, model, cells, placed);
}

function visibleCells({ track, tile: { grid }, counts, matched }: TileModel, placed: Placed): ByteCell[] {
  const { visible } = placed;
  const cells: ByteCell[] = [];
  if (!visible) return cells;
  for (let y = visible.top; y < visible.bottom; y++) {
    for (let x = visible.left; x < visible.right; x++) {
      const offset = grid.offsetAt(x, y);
      if (offset === null) continue;
      const outside = offset < 0 || offset >= track.size;
      const all = counts ? touchesAt(counts, offset) : { reads: 0, writes: 0 };
      const kept = matched ? touchesAt(matched, offset) : all;
      // With a filter, bytes that only other accesses touched are drawn faint.
      const dimmed = !kept.reads && !kept.writes && (all.reads > 0 || all.writes > 0);
      const shown = dimmed ? all : kept;
      cells.push({
        offset, outside, x: placed.x + x * placed.width, y: placed.y + y * placed.height,
        read: shown.reads > 0, written: shown.writes > 0, dimmed,
      });
    }
  }
  return cells;
}

function paintTints(ink: CanvasRenderingContext2D, theme: Theme, cells: readonly ByteCell[], { width, height }: Placed): void {
  const [ground, reads, writes, guard, past] = [new RectBatch(), new RectBatch(), new RectBatch(), new RectBatch(), new RectBatch()];
  for (const { x, y, outside, read, written, dimmed } of cells) {
    if (outside) {
      (read || written ? past : guard).add(x, y, width, height);
    } else if (dimmed || (!read && !written)) ground.add(x, y, width, height);
    else if (read && written) {
      reads.add(x, y, width, height / 2);
      writes.add(x, y + height / 2, width, height / 2);
    } else (read ? reads : writes).add(x, y, width, height);
  }
  ground.fill(ink, theme.cell);
  reads.fill(ink, theme.readTint);
  writes.fill(ink, theme.writeTint);
  guard.fill(ink, theme.guardFill);
  past.fill(ink, theme.writeTint);
  past.fill(ink, theme.pastEndFill, 0.55);
}

function paintBarsOf(ink: CanvasRenderingContext2D, theme: Theme, cells: readonly ByteCell[], { width, height }: Placed, alpha: number): void {
  const bar = Math.max(3, Math.min(7, height * 0.15));
  const [reads, writes] = [new RectBatch(), new RectBatch()];
  for (const { x, y, read, written } of cells) {
    if (read) reads.add(x, y, width, bar);
    if (written) writes.add(x, y + height - bar, width, bar);
  }
  reads.fill(ink, theme.read, alpha);
  writes.fill(ink, theme.writeFill, alpha);
}

function paintCellLines(ink: CanvasRenderingContext2D, theme: Theme, cells: readonly ByteCell[], { width, height }: Placed): void {
  const [lines, frames] = [new RectBatch(), new RectBatch()];
  for (const { x, y, outside, read, written } of cells) {
    lines.add(x + width - 0.5, y, 1, height);
    lines.add(x, y + height - 0.5, width, 1);
    if (!outside || (!read && !written)) continue;
    frames.add(x, y, width, 2);
    frames.add(x, y + height - 2, width, 2);
    frames.add(x, y, 2, height);
    frames.add(x + width - 2, y, 2, height);
  }
  lines.fill(ink, theme.highContrast ? theme.cellLine : theme.background);
  frames.fill(ink, theme.pastEnd);
}

/** Dotted around each byte of a small region, around the whole stretch in a large one. */
function paintNeverWritten(ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, cells: readonly ByteCell[], { x, y, width, height }: Placed): void {
  const missing = cells.filter(cell => !cell.written && !cell.outside);
  if (grid.units.length === 1) {
    for (const cell of missing) drawNeverWritten(ink, theme, { x: cell.x + 1, y: cell.y + 1, width: width - 2, height: height - 2 });
    return;
  }
  const offsets = new Set(missing.map(cell => cell.offset));
  const edge = (column: number, row: number): boolean => !offsets.has(grid.offsetAt(column, row) ?? -1);
  ink.strokeStyle = theme.neverWritten;
  ink.lineWidth = 1;
  ink.setLineDash([1.5, 2]);
  ink.beginPath();
  for (const cell of missing) {
    const [column, row] = [Math.round((cell.x - x) / width), Math.round((cell.y - y) / height)];
    const [left, right, top, bottom] = [cell.x + 1.5, cell.x + width - 1.5, cell.y + 1.5, cell.y + height - 1.5];
    if (edge(column, row - 1)) { ink.moveTo(left, top); ink.lineTo(right, top); }
    if (edge(column, row + 1)) { ink.moveTo(left, bottom); ink.lineTo(right, bottom); }
    if (edge(column - 1, row)) { ink.moveTo(left, top); ink.lineTo(left, bottom); }
    if (edge(column + 1, row)) { ink.moveTo(right, top); ink.lineTo(right, bottom); }
  }
  ink.stroke();
  ink.setLineDash([]);
}

function paintTexts(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, cells: readonly ByteCell[], placed: Placed, colouring?: Colouring): void {
  const { width, height } = placed;
  const named = model.parts.length > 0 && height >= 32;
  const middle = named ? height * 0.42 : height / 2 + 0.5;
  const size = Math.min(13, Math.max(11, width * 0.45));
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  for (const bold of [false, true]) {
    ink.font = theme.code(size, bold ? 700 : 400);
    for (const cell of cells) {
      if (cell.outside !== bold || (cell.outside && !cell.read && !cell.written)) continue;
      ink.fillStyle = textInk(theme, model, cell, colouring);
      ink.fillText(textOf(model, cell), cell.x + width / 2, cell.y + middle);
      if (colouring && width >= 30 && height >= 30) paintLetter(ink, model, cell, placed, colouring);
    }
  }
}

function textOf({ contents }: TileModel, { offset, outside }: ByteCell): string {
  const value = offset < 0 ? undefined : contents?.[offset];
  return value === undefined ? outside ? '✕' : '··' : hex2(value);
}

function textInk(theme: Theme, { track, tile }: TileModel, { offset, outside, read, written, dimmed }: ByteCell, colouring?: Colouring): string {
  const group = colouring && !outside ? colouring.classOf(tile.index, offset) : -1;
  if (colouring && group >= 0) return textOn(colouring.ink(group));
  if (outside) return theme.pastEnd;
  if (track.out && !written && tile.grid.units.length > 1) return theme.neverWritten;
  return dimmed || (!read && !written) ? theme.dim : theme.foreground;
}

/** The letter of a class where it begins, in each row. */
function paintLetter(ink: CanvasRenderingContext2D, { tile: { index } }: TileModel, { offset, x, y, outside }: ByteCell, placed: Placed, colouring: Colouring): void {
  const group = outside ? -1 : colouring.classOf(index, offset);
  if (group >= 0 && (x < placed.x + placed.width || colouring.classOf(index, offset - 1) !== group)) ink.fillText(colouring.letter(group), x + placed.width - 6, y + 9);
}
