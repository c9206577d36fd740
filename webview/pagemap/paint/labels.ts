import { piecesWidth, writePieces, type Piece } from '../../canvas/text';
import { bytes, int, percent } from '../../text/format';
import type { Theme } from '../../theme/theme';
import type { Level } from '../level';
import type { Placed, TileModel } from '../model';
import { t } from '../../text/l10n';

/** Height of the sticky title and of the sticky column heads. */
export const TITLE_HEIGHT = 22;
export const HEADS_HEIGHT = 16;
export const STICKY_GUTTER = 58;
/** Offsets stick to the left edge when the cells begin left of this. */
const STICKY_FROM = 40;

/** "src  256 KiB  ▲ R 100 %  ▼ W 63 %  ✕ 3 B past the end". */
export function titlePieces(theme: Theme, { track, counts }: TileModel): Piece[] {
  const pieces: Piece[] = [
    { text: track.label, font: theme.font(13, 600), colour: theme.foreground },
    { text: bytes(track.size), font: theme.font(12), colour: theme.dim },
  ];
  if (!counts) return pieces;
  const add = (text: string, colour: string): void => { pieces.push({ text, font: theme.font(12), colour }); };
  if (counts.bytesRead) add(`▲ R ${percent(counts.bytesRead, track.size)}`, theme.read);
  if (counts.bytesWritten) add(`▼ W ${percent(counts.bytesWritten, track.size)}`, theme.write);
  if (counts.bytesAfter) add(t('✕ {0} past the end', bytes(counts.bytesAfter)), theme.pastEnd);
  if (counts.bytesBefore) add(t('✕ {0} before the start', bytes(counts.bytesBefore)), theme.pastEnd);
  if (!counts.bytesRead && !counts.bytesWritten && !counts.bytesAfter && !counts.bytesBefore) add(t('not touched'), theme.dim);
  return pieces;
}

/** Title above the cells. */
export function paintTitle(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, zoom: number): void {
  const { tile } = model;
  if (!tile.header || placed.y < 4) return;
  const left = Math.max(tile.gutter ? placed.x - (zoom === 1 ? tile.gutter - 10 : 0) : placed.x, 6);
  const right = placed.x + (tile.box.width - tile.gutter - 4) * zoom;
  const pieces = titlePieces(theme, model);
  // Where it gets narrow, what happened matters more than the size.
  const fits = pieces.length <= 2 || piecesWidth(ink, pieces) <= right - left;
  writePieces(ink, fits ? pieces : pieces.filter((_, i) => i !== 1), left, placed.y - 6, right);
}

/** Offsets left of the rows: "+0", "+32K", "+84,864". Sticky: they stay in view while any of the row does. */
export function paintOffsets(ink: CanvasRenderingContext2D, theme: Theme, { track, tile }: TileModel, placed: Placed, level: Level): void {
  const { visible } = placed;
  if (!visible || tile.gutter === 0) return;
  const { grid } = tile;
  const step = rowStep(grid.extent(level.unit)[1], placed.height);
  const sticky = placed.x < STICKY_FROM;
  const top = Math.floor(visible.top / step) * step;
  const x = sticky ? STICKY_GUTTER - 6 : placed.x - 6;
  if (sticky) {
    ink.fillStyle = theme.background;
    ink.fillRect(0, placed.y + visible.top * placed.height, STICKY_GUTTER - 2, (visible.bottom - visible.top) * placed.height);
  }
  ink.font = theme.code(11);
  ink.textAlign = 'right';
  ink.textBaseline = 'middle';
  ink.fillStyle = theme.dim;
  const column = sticky ? stickyColumn(placed) : 0;
  for (let y = top; y < visible.bottom; y += step) {
    const offset = grid.offsetAt(Math.min(column, grid.width - 1), y);
    if (offset === null || offset >= grid.end || (offset >= track.size && grid.units.length > 1)) continue;
    const middle = Math.min(step, grid.extent(level.unit)[1]) / 2;
    ink.fillText(offsetLabel(offset, level.unit), x, placed.y + (y + middle) * placed.height);
  }
}

/** The first column of a block that is not hidden behind the sticky offsets. */
function stickyColumn(placed: Placed): number {
  const first = Math.max(0, (STICKY_GUTTER - placed.x) / placed.width);
  return Math.floor(first / 16) * 16;
}

/** Rows between two labels: a power of two of the cell rows with at least 14 pixels. */
export function rowStep(rows: number, height: number): number {
  let step = rows;
  while (step * height < 14) step *= 2;
  return step;
}

/** Whole KiB or MiB where cells are large, else bytes. */
export function offsetLabel(offset: number, unit: number): string {
  const sign = offset < 0 ? '−' : '+';
  const value = Math.abs(offset);
  if (value === 0 || unit < 1024) return sign + int(value);
  return unit >= 1024 ** 2 ? `${sign}${int(value / 1024 ** 2)}M` : `${sign}${int(value / 1024)}K`;
}
