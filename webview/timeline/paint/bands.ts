import type { Trace } from '../../../trace/model/types';
import { elide } from '../../canvas/text';
import { duration } from '../../text/format';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import type { Band } from '../bands';
import type { Rows } from '../rows';
import { paintGutter } from './gutter';
import { t } from '../../text/l10n';

export interface BandBox { readonly band: Band; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Bands in view, each at least 2 pixels wide; those closer than a pixel to the one before in their row are left out. */
export function bandBoxes(bands: readonly Band[], rows: Rows, scale: AxisScale): BandBox[] {
  const ends = new Map<number, number>();
  const boxes: BandBox[] = [];
  const most = Math.round(rows.calls.height / rows.bandHeight);
  for (const band of bands) {
    if (band.row >= most) continue;
    const x = Math.max(rows.left, scale.x(band.from));
    const right = Math.min(rows.right, scale.x(band.to));
    if (right < rows.left || x > rows.right || right - (ends.get(band.row) ?? -Infinity) < 1) continue;
    const width = Math.max(2, right - x);
    ends.set(band.row, x + width);
    boxes.push({ band, x, y: rows.calls.top + band.row * rows.bandHeight + 1, width, height: rows.bandHeight - 3 });
  }
  return boxes;
}

/** Calls as bands with name, number and duration; callbacks dashed. */
export function paintBands(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, boxes: readonly BandBox[], trace: Trace, selected: number | null): void {
  paintGutter(ink, t('calls'), rows.calls.top + rows.bandHeight / 2, theme.font(11), theme.dim);
  for (const box of boxes) paintBand(ink, theme, box, trace, box.band.call === selected && !box.band.callback);
}

function paintBand(ink: CanvasRenderingContext2D, theme: Theme, { band, x, y, width, height }: BandBox, trace: Trace, selected: boolean): void {
  ink.fillStyle = band.callback ? theme.background : theme.call;
  ink.fillRect(x, y, width, height);
  ink.strokeStyle = selected ? theme.focus : theme.callLine;
  ink.lineWidth = selected ? 1.5 : 1;
  if (band.callback) ink.setLineDash([3, 2]);
  if (width > 3) ink.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  else { ink.fillStyle = ink.strokeStyle; ink.fillRect(x, y, width, height); }
  ink.setLineDash([]);
  const call = trace.callById.get(band.call);
  if (call && width >= 24) paintText(ink, theme, band.callback ? 'JS callback' : call.function, band.callback ? '' : `#${call.id}${call.end === null ? '' : ` · ${duration(call.end - call.start)}`}`, x + 5, y + height / 2 + 0.5, width - 9);
}

function paintText(ink: CanvasRenderingContext2D, theme: Theme, name: string, more: string, x: number, y: number, room: number): void {
  ink.textAlign = 'left';
  ink.textBaseline = 'middle';
  ink.font = theme.font(12);
  ink.fillStyle = theme.foreground;
  const shown = elide(ink, name, room);
  ink.fillText(shown, x, y);
  const used = ink.measureText(shown).width + 7;
  ink.font = theme.font(11);
  if (!more || shown !== name || used + ink.measureText(more).width > room) return;
  ink.fillStyle = theme.dim;
  ink.fillText(more, x + used, y);
}

/** System calls made by native code: a diamond on the lower edge of the call. */
export function paintSyscalls(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, scale: AxisScale, trace: Trace, rowOfCall: (call: number) => number): void {
  ink.lineWidth = 1.2;
  let last = -Infinity;
  for (const { call, time, ordinal } of trace.syscalls) {
    const x = scale.x(scale.axis === 'time' ? time : ordinal);
    if (x < rows.left || x > rows.right || x - last < 3) continue;
    last = x;
    const y = rows.calls.top + (rowOfCall(call) + 1) * rows.bandHeight - 3;
    ink.beginPath();
    ink.moveTo(x, y - 5);
    ink.lineTo(x + 5, y);
    ink.lineTo(x, y + 5);
    ink.lineTo(x - 5, y);
    ink.closePath();
    ink.fillStyle = theme.background;
    ink.fill();
    ink.strokeStyle = theme.foreground;
    ink.stroke();
  }
}
