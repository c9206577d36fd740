import { RectBatch } from '../../canvas/batch';
import { hex2 } from '../../text/format';
import { drawNeverWritten } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import { touchesAt } from '../counts';
import type { Placed, TileModel } from '../model';

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
  if (model.track.out && model.counts) {
    for (const cell of cells) {
      if (!cell.written && !cell.outside) drawNeverWritten(ink, theme, { x: cell.x + 1, y: cell.y + 1, width: placed.width - 2, height: placed.height - 2 });
    }
  }
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

function paintTexts(ink: CanvasRenderingContext2D, theme: Theme, { contents, parts }: TileModel, cells: readonly ByteCell[], { width, height }: Placed): void {
  const named = parts.length > 0 && height >= 32;
  const size = Math.min(13, Math.max(11, width * 0.45));
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  for (const bold of [false, true]) {
    ink.font = theme.code(size, bold ? 700 : 400);
    for (const { offset, x, y, outside, read, written, dimmed } of cells) {
      if (outside !== bold) continue;
      const value = contents?.[offset];
      if (outside && !read && !written) continue;
      ink.fillStyle = outside ? theme.pastEnd : dimmed || (!read && !written) ? theme.dim : theme.foreground;
      ink.fillText(value === undefined || offset < 0 ? outside ? '✕' : '··' : hex2(value), x + width / 2, y + (named ? height * 0.42 : height / 2 + 0.5));
    }
  }
}
