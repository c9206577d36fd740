import { RectBatch } from '../../canvas/batch';
import type { Axis } from '../../state/state';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import { COLUMNS, type Columns, type Overview } from '../data/overview';
import type { Rows } from '../rows';
import { paintGutter } from './gutter';
import { t } from '../../text/l10n';

/** The whole recording: reads rise, writes sink, heights logarithmic; the window in a frame. */
export function paintMinimap(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, overview: Overview | null, whole: AxisScale, window: readonly [number, number]): void {
  const { top, height } = rows.minimap;
  const middle = top + height / 2;
  paintGutter(ink, t('recording'), middle, theme.font(11), theme.dim);
  const [from, to] = [whole.x(window[0]), whole.x(window[1])];
  ink.fillStyle = theme.cellLine;
  ink.fillRect(rows.left, Math.round(middle), rows.right - rows.left, 1);
  if (overview) paintColumns(ink, theme, rows, columnsOf(overview, whole.axis), [from, to]);
  const [x, width] = [Math.round(from), Math.max(4, Math.round(to) - Math.round(from))];
  ink.strokeStyle = theme.focus;
  ink.lineWidth = 1.5;
  ink.strokeRect(Math.min(x, rows.right - width) + 0.25, top + 0.5, width - 0.5, height - 1);
}

function columnsOf(overview: Overview, axis: Axis): Columns { return overview[axis]; }

function paintColumns(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, columns: Columns, [from, to]: readonly [number, number]): void {
  const width = Math.floor(rows.right - rows.left);
  const [reads, writes] = [resample(columns.reads, width), resample(columns.writes, width)];
  const most = Math.max(...reads, ...writes, 1);
  const half = rows.minimap.height / 2 - 2;
  const middle = rows.minimap.top + rows.minimap.height / 2;
  const tall = (count: number): number => count ? Math.max(1.5, (half * Math.log2(1 + count)) / Math.log2(1 + most)) : 0;
  const inside = { read: new RectBatch(), write: new RectBatch() };
  const outside = { read: new RectBatch(), write: new RectBatch() };
  for (let i = 0; i < width; i++) {
    const x = rows.left + i;
    const batch = x >= from - 1 && x <= to + 1 ? inside : outside;
    if (reads[i]) batch.read.add(x, middle - tall(reads[i]!), 1, tall(reads[i]!));
    if (writes[i]) batch.write.add(x, middle, 1, tall(writes[i]!));
  }
  outside.read.fill(ink, theme.read, 0.45);
  outside.write.fill(ink, theme.write, 0.45);
  inside.read.fill(ink, theme.read);
  inside.write.fill(ink, theme.write);
}

/** Highest column that falls into each pixel: short bursts stay visible. */
export function resample(values: Uint32Array, width: number): Uint32Array {
  const result = new Uint32Array(Math.max(0, width));
  for (let column = 0; column < COLUMNS; column++) {
    const first = Math.floor((column * width) / COLUMNS);
    const last = Math.max(first, Math.ceil(((column + 1) * width) / COLUMNS) - 1);
    for (let pixel = first; pixel <= last && pixel < width; pixel++) result[pixel] = Math.max(result[pixel]!, values[column]!);
  }
  return result;
}
