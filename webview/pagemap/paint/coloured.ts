import { RectBatch } from '../../canvas/batch';
import { textOn } from '../../theme/scales';
import type { Theme } from '../../theme/theme';
import type { Colouring } from '../colouring';
import { touchesAt } from '../counts';
import type { Level } from '../level';
import type { Placed, TileModel } from '../model';
import { eachRun } from './halves';

/** Pieces of a cell that are looked at to find what most of it is. */
const SAMPLES = 64;
/** Letters need this much room. */
const LETTER = 15;
const BAR = 2;

/** Cells filled by what they mean; a line along the top still says read, one along the bottom written. */
export function paintColoured(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, level: Level, colouring: Colouring): void {
  if (level.unit === 1) return paintBytes(ink, theme, model, placed, colouring);
  const { track, tile: { grid, index } } = model;
  const { visible } = placed;
  if (!visible) return;
  const [width, height] = grid.extent(level.unit);
  const gap = Math.min(1, (width * placed.width) / 8);
  for (let y = Math.floor(visible.top / height) * height; y < visible.bottom; y += height) {
    for (let x = Math.floor(visible.left / width) * width; x < visible.right; x += width) {
      const offset = grid.offsetAt(x, y);
      if (offset === null || offset >= track.size) continue;
      const size = Math.min(level.unit, track.size - offset);
      const box = { x: placed.x + x * placed.width, y: placed.y + y * placed.height, width: width * placed.width - gap, height: height * placed.height - gap };
      paintCell(ink, theme, box, groupOfCell(colouring, index, offset, size), colouring);
      paintTouched(ink, theme, model, box, offset, level.unit);
    }
  }
}

interface CellBox { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

function paintCell(ink: CanvasRenderingContext2D, theme: Theme, box: CellBox, group: number, colouring: Colouring): void {
  ink.fillStyle = group < 0 ? theme.cell : colouring.ink(group);
  ink.fillRect(box.x, box.y, box.width, box.height);
  if (theme.highContrast && box.width > 5) { ink.strokeStyle = theme.cellLine; ink.lineWidth = 1; ink.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1); }
  const letter = group < 0 ? '' : colouring.letter(group);
  if (!letter || box.width < LETTER || box.height < LETTER) return;
  ink.font = theme.font(11, 600);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  ink.fillStyle = textOn(colouring.ink(group));
  ink.fillText(letter, box.x + box.width / 2, box.y + box.height / 2 + 0.5);
}

/** The class that most of the sampled pieces have. */
function groupOfCell(colouring: Colouring, track: number, offset: number, size: number): number {
  const votes = new Map<number, number>();
  const step = Math.max(1, size / SAMPLES);
  for (let at = 0; at < size; at += step) {
    const group = colouring.classOf(track, Math.floor(offset + at));
    if (group >= 0) votes.set(group, (votes.get(group) ?? 0) + 1);
  }
  let [best, most] = [-1, 0];
  for (const [group, count] of votes) if (count > most) [best, most] = [group, count];
  return best;
}

function paintTouched(ink: CanvasRenderingContext2D, theme: Theme, { counts }: TileModel, box: CellBox, offset: number, unit: number): void {
  const cells = counts?.cells.find(each => each.unit === unit);
  if (!cells || box.height < 8) return;
  const cell = offset / unit;
  if (cells.bytesRead[cell]) { ink.fillStyle = theme.read; ink.fillRect(box.x, box.y, box.width, BAR); }
  if (cells.bytesWritten[cell]) { ink.fillStyle = theme.write; ink.fillRect(box.x, box.y + box.height - BAR, box.width, BAR); }
}

/** Single bytes; equal neighbours in a row are filled as one. */
function paintBytes(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, colouring: Colouring): void {
  const { width, height } = placed;
  const { index } = model.tile;
  const batches = new Map<number, RectBatch>();
  const [reads, writes] = [new RectBatch(), new RectBatch()];
  const add = (key: number, x: number, y: number, length: number): void => {
    let batch = batches.get(key);
    if (!batch) batches.set(key, batch = new RectBatch());
    batch.add(placed.x + x * width, placed.y + y * height, length * width, height);
  };
  const inside = (offset: number): boolean => offset >= 0 && offset < model.track.size;
  eachRun(model, placed, offset => (inside(offset) ? colouring.classOf(index, offset) + 1 : -1), add);
  for (const [key, batch] of batches) batch.fill(ink, key === 0 ? theme.cell : colouring.ink(key - 1));
  if (!model.counts || height < 8) return;
  const { counts } = model;
  eachRun(model, placed, offset => (touchesAt(counts, offset).reads > 0 ? 1 : -1), (_, x, y, length) => reads.add(placed.x + x * width, placed.y + y * height, length * width, BAR));
  eachRun(model, placed, offset => (touchesAt(counts, offset).writes > 0 ? 1 : -1), (_, x, y, length) => writes.add(placed.x + x * width, placed.y + (y + 1) * height - BAR, length * width, BAR));
  reads.fill(ink, theme.read);
  writes.fill(ink, theme.write);
}
