import { ToneBatch, RectBatch } from '../../canvas/batch';
import { toneOf } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import type { CellCounts, Counts } from '../counts';
import type { Placed, TileModel } from '../model';

/** Lowest bar that is still seen. */
const LEAST = 1.5;
/** Stripes need this much room. */
const STRIPED = { width: 7, height: 4 };

/** Cells of 256 bytes and more: a bar up for the share of bytes read, a bar down for the share written. */
export function paintBars(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, unit: number): void {
  const cells = backgrounds(model, placed, unit);
  paintGround(ink, theme, cells);
  if (model.matched) {
    if (model.counts) paintPairs(ink, theme, cells, countsOf(model.counts, unit), 0.15);
    paintPairs(ink, theme, cells, countsOf(model.matched, unit), 1);
  } else if (model.counts) paintPairs(ink, theme, cells, countsOf(model.counts, unit), 1);
}

interface Cell { readonly index: number; readonly x: number; readonly y: number; readonly width: number; readonly height: number; /** Share inside the region. */ readonly part: number }

function backgrounds({ track, tile: { grid } }: TileModel, placed: Placed, unit: number): Cell[] {
  const { visible } = placed;
  if (!visible) return [];
  const [width, height] = grid.extent(unit);
  const gap = Math.min(1, (width * placed.width) / 8);
  const cells: Cell[] = [];
  for (let y = Math.floor(visible.top / height) * height; y < visible.bottom; y += height) {
    for (let x = Math.floor(visible.left / width) * width; x < visible.right; x += width) {
      const offset = grid.offsetAt(x, y);
      if (offset === null || offset >= track.size) continue;
      const part = Math.min(1, (track.size - offset) / unit);
      cells.push({
        index: offset / unit, part,
        x: placed.x + x * placed.width, y: placed.y + y * placed.height,
        width: Math.max(0.5, width * placed.width - gap), height: Math.max(0.5, height * placed.height - gap),
      });
    }
  }
  return cells;
}

function paintGround(ink: CanvasRenderingContext2D, theme: Theme, cells: readonly Cell[]): void {
  const ground = new RectBatch();
  const rest = new RectBatch();
  for (const cell of cells) {
    ground.add(cell.x, cell.y, cell.width * (cell.width > 6 ? cell.part : 1), cell.height);
    if (cell.part < 1 && cell.width > 6) rest.add(cell.x + cell.width * cell.part, cell.y, cell.width * (1 - cell.part), cell.height);
  }
  ground.fill(ink, theme.cell);
  rest.fill(ink, theme.guardFill);
  if (!theme.highContrast) return;
  ink.strokeStyle = theme.cellLine;
  ink.lineWidth = 1;
  for (const cell of cells) if (cell.width > 5) ink.strokeRect(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1);
}

function countsOf(counts: Counts, unit: number): CellCounts | undefined {
  return counts.cells.find(cells => cells.unit === unit);
}

function paintPairs(ink: CanvasRenderingContext2D, theme: Theme, cells: readonly Cell[], counts: CellCounts | undefined, alpha: number): void {
  if (!counts) return;
  const [reads, writes, striped] = [new ToneBatch(), new ToneBatch(), new ToneBatch()];
  for (const { index, x, y, width, height, part } of cells) {
    const read = counts.bytesRead[index] ?? 0;
    const written = counts.bytesWritten[index] ?? 0;
    if (!read && !written) continue;
    const middle = y + height / 2;
    const full = counts.unit * part;
    if (read) {
      const rise = Math.max(LEAST, Math.min(1, read / full) * height / 2);
      reads.tones[toneOf(counts.reads[index]! / read)].add(x, middle - rise, width, rise);
    }
    if (written) {
      const sink = Math.max(LEAST, Math.min(1, written / full) * height / 2);
      const batch = width >= STRIPED.width && sink >= STRIPED.height ? striped : writes;
      batch.tones[toneOf(counts.writes[index]! / written)].add(x, middle, width, sink);
    }
  }
  reads.fill(ink, theme.read, theme.tones, alpha);
  writes.fill(ink, theme.write, theme.tones, alpha);
  striped.fill(ink, theme.writeFill, theme.tones, alpha);
}
