import { duration } from '../../text/format';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import { axisTicks, axisTitle } from '../axis/ticks';
import type { Rows } from '../rows';
import { paintGutter } from './gutter';

/** Labels and ticks; where time is folded, a break with the length that is left out. */
export function paintAxis(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, scale: AxisScale): void {
  const { top, height } = rows.axis;
  const middle = top + height / 2 + 1;
  paintGutter(ink, axisTitle(scale), middle, theme.font(11), theme.dim);
  ink.font = theme.font(11);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  const breaks = visibleBreaks(scale);
  for (const { x, text } of axisTicks(scale)) {
    ink.fillStyle = theme.cellLine;
    ink.fillRect(Math.round(x), top + height - 3, 1, 3);
    if (breaks.some(each => Math.abs(each.x - x) < 40 && each.label)) continue;
    ink.fillStyle = theme.foreground;
    ink.fillText(text, x, middle - 1);
  }
  for (const { x, label } of breaks) paintBreak(ink, theme, x, middle - 1, label);
}

/** A thin line through bands and lanes where time is folded. */
export function paintBreakLines(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, scale: AxisScale): void {
  ink.fillStyle = theme.cellLine;
  const bottom = rows.lanes.top + rows.lanes.height;
  for (const { from, to } of visibleBreaks(scale)) {
    const width = Math.max(1, to - from);
    ink.fillStyle = theme.background;
    ink.fillRect(from, rows.lanes.top, width, bottom - rows.lanes.top);
    ink.fillStyle = theme.cellLine;
    for (const x of width > 3 ? [from, to - 1] : [from]) ink.fillRect(Math.round(x), rows.calls.top, 1, bottom - rows.calls.top);
  }
}

interface VisibleBreak { readonly x: number; readonly from: number; readonly to: number; readonly label: string | null }

function visibleBreaks(scale: AxisScale): VisibleBreak[] {
  const [start, end] = scale.window;
  let last = -Infinity;
  return scale.fold.breaks.filter(each => each.to > start && each.from < end).map(each => {
    const [from, to] = [Math.max(scale.left, scale.x(each.from)), Math.min(scale.right, scale.x(each.to))];
    const x = (from + to) / 2;
    // Only breaks that are a good part of what is shown are named.
    const named = x - last > 90 && x > scale.left + 30 && x < scale.right - 30 && each.to - each.from > (end - start) * 0.05;
    if (named) last = x;
    return { x, from, to, label: named ? duration(each.to - each.from) : null };
  });
}

function paintBreak(ink: CanvasRenderingContext2D, theme: Theme, x: number, y: number, label: string | null): void {
  ink.strokeStyle = theme.dim;
  ink.lineWidth = 1;
  ink.beginPath();
  for (const shift of [-2, 2]) {
    ink.moveTo(x + shift - 1.5, y + 12);
    ink.lineTo(x + shift + 1.5, y + 6);
  }
  ink.stroke();
  if (!label) return;
  ink.fillStyle = theme.dim;
  ink.fillText(`⋯ ${label} ⋯`, x, y);
}
