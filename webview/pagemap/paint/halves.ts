import { RectBatch, ToneBatch } from '../../canvas/batch';
import { toneOf } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import { touchesAt, type Counts } from '../counts';
import type { Placed, TileModel } from '../model';

/** Byte cells of 3 to 20 pixels: upper half read, lower half written. Equal neighbours in a row are filled as one. */
export function paintHalves(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed): void {
  paintGround(ink, theme, model, placed);
  if (model.matched) {
    if (model.counts) paintRuns(ink, theme, model, model.counts, placed, 0.15);
    paintRuns(ink, theme, model, model.matched, placed, 1);
  } else if (model.counts) paintRuns(ink, theme, model, model.counts, placed, 1);
  paintLines(ink, theme, model, placed);
}

/** Calls back with each stretch of a visible row whose bytes have the same key; stretches of key -1 are left out. */
export function eachRun(
  { tile: { grid } }: TileModel, { visible }: Placed, key: (offset: number) => number,
  run: (key: number, x: number, y: number, length: number) => void,
): void {
  if (!visible) return;
  for (let y = visible.top; y < visible.bottom; y++) {
    let start = visible.left;
    let current = -1;
    for (let x = visible.left; x <= visible.right; x++) {
      const offset = x < visible.right ? grid.offsetAt(x, y) : null;
      const next = offset === null ? -1 : key(offset);
      if (next === current && x < visible.right) continue;
      if (current >= 0) run(current, start, y, x - start);
      current = next;
      start = x;
    }
  }
}

function paintGround(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed): void {
  const [ground, guard] = [new RectBatch(), new RectBatch()];
  const { width, height } = placed;
  eachRun(model, placed, offset => offset < 0 || offset >= model.track.size ? 1 : 0, (key, x, y, length) => {
    (key ? guard : ground).add(placed.x + x * width, placed.y + y * height, length * width, height);
  });
  ground.fill(ink, theme.cell);
  if (model.tile.grid.units.length === 1) guard.fill(ink, theme.guardFill);
}

function paintRuns(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, counts: Counts, placed: Placed, alpha: number): void {
  const { width, height } = placed;
  const half = height / 2;
  const outside = new RectBatch();
  const [reads, writes] = [new ToneBatch(), new ToneBatch()];
  const key = (touches: number): number => touches === 0 ? -1 : toneOf(touches);
  eachRun(model, placed, offset => key(touchesAt(counts, offset).reads), (tone, x, y, length) => {
    reads.tones[tone]!.add(placed.x + x * width, placed.y + y * height, length * width, half);
  });
  eachRun(model, placed, offset => key(touchesAt(counts, offset).writes), (tone, x, y, length) => {
    writes.tones[tone]!.add(placed.x + x * width, placed.y + y * height + half, length * width, half);
  });
  reads.fill(ink, theme.read, theme.tones, alpha);
  writes.fill(ink, height >= 8 ? theme.writeFill : theme.write, theme.tones, alpha);
  paintPastEnd(ink, theme, model, counts, placed, outside);
}

/** Touched bytes that are not part of the region get a red frame. */
function paintPastEnd(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, counts: Counts, placed: Placed, frames: RectBatch): void {
  const line = Math.min(2, placed.width / 4);
  const touchedOutside = (offset: number): number => {
    if (offset >= 0 && offset < model.track.size) return -1;
    const { reads, writes } = touchesAt(counts, offset);
    return reads || writes ? 1 : -1;
  };
  eachRun(model, placed, touchedOutside, (_, x, y, length) => {
    const [left, top, width, height] = [placed.x + x * placed.width, placed.y + y * placed.height, length * placed.width, placed.height];
    frames.add(left, top, width, line);
    frames.add(left, top + height - line, width, line);
    frames.add(left, top, line, height);
    frames.add(left + width - line, top, line, height);
  });
  frames.fill(ink, theme.pastEnd);
}

/** Gaps between blocks, and between bytes that are large enough. */
function paintLines(ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, placed: Placed): void {
  const { visible, width, height } = placed;
  if (!visible) return;
  const lines = new RectBatch();
  const left = placed.x + visible.left * width;
  const top = placed.y + visible.top * height;
  const right = placed.x + visible.right * width;
  const bottom = placed.y + visible.bottom * height;
  const nested = grid.units.length > 1;
  for (let x = visible.left; x <= visible.right; x++) {
    const thick = nested && x % 64 === 0 ? 2.5 : nested && x % 16 === 0 ? 1 : width >= 7 ? 0.5 : 0;
    if (thick) lines.add(placed.x + x * width - thick / 2, top, thick, bottom - top);
  }
  for (let y = visible.top; y <= visible.bottom; y++) {
    const thick = nested && y % 64 === 0 ? 2.5 : nested && y % 16 === 0 ? 1 : height >= 5 ? 0.5 : 0;
    if (thick) lines.add(left, placed.y + y * height - thick / 2, right - left, thick);
  }
  lines.fill(ink, theme.background);
}
