import { drawGlyph } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import type { Axis } from '../../state/state';
import { bytes, int, plural } from '../../text/format';
import type { AxisScale } from '../axis/scale';
import { lowerBound } from '../data/rows';
import type { Touches } from '../data/touches';
import type { Rows } from '../rows';
import { paintName } from './gutter';
import { t } from '../../text/l10n';

/** Place of a touch on an axis. */
export function touchAt(touches: Touches, index: number, axis: Axis): number {
  return axis === 'sequence' ? touches.ordinals[index]! + 0.5 : touches.times[index]!;
}

/** Half-open range of touches in the window. Times ascend but for threads that ran side by side. */
export function touchesIn(touches: Touches, axis: Axis, [from, to]: readonly [number, number]): readonly [number, number] {
  const places = axis === 'sequence' ? touches.ordinals : touches.times;
  const shift = axis === 'sequence' ? 0.5 : 0;
  return [lowerBound(places, from - shift), lowerBound(places, to - shift)];
}

/** Every access to the pinned bytes: reads in the upper half, writes in the lower; how many are to the left and right of the window. */
export function paintPinned(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, scale: AxisScale, name: string, size: number, touches: Touches | null): void {
  if (!rows.pinned) return;
  const { top, height } = rows.pinned;
  const middle = Math.round(top + height / 2);
  const count = touches ? `${plural(touches.ordinals.length, 'access')}${touches.cut ? t(' and more') : ''}` : '…';
  paintName(ink, theme, name, `${bytes(size)} · ${count}`, top, height);
  ink.fillStyle = theme.cellLine;
  ink.fillRect(rows.left, middle, rows.right - rows.left, 1);
  ink.strokeStyle = theme.focus;
  ink.lineWidth = 1;
  ink.strokeRect(rows.left + 0.5, top + 0.5, rows.right - rows.left - 1, height - 1);
  if (!touches) return;
  const [first, end] = touchesIn(touches, scale.axis, scale.window);
  const crowded = end - first > (rows.right - rows.left) / 5;
  let [lastRead, lastWrite] = [-Infinity, -Infinity];
  for (let i = first; i < end; i++) {
    const x = scale.x(touchAt(touches, i, scale.axis));
    const write = touches.writes[i] === 1;
    if (x - (write ? lastWrite : lastRead) < 1) continue;
    if (write) lastWrite = x; else lastRead = x;
    paintTouch(ink, theme, x, middle, height / 2, write, crowded);
  }
  paintElsewhere(ink, theme, rows, first, touches.ordinals.length - end);
}

function paintTouch(ink: CanvasRenderingContext2D, theme: Theme, x: number, middle: number, half: number, write: boolean, crowded: boolean): void {
  ink.fillStyle = ink.strokeStyle = write ? theme.write : theme.read;
  if (crowded) {
    ink.fillRect(x - 0.75, write ? middle + 3 : middle - half + 4, 1.5, half - 6);
    return;
  }
  drawGlyph(ink, write ? 'write' : 'read', x, middle + (write ? 1 : -1) * half * 0.5, 4.5);
  if (write) ink.fill();
  else { ink.lineWidth = 1.4; ink.stroke(); }
}

/** Counts of accesses that lie outside the window, at the edge they lie behind. */
function paintElsewhere(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, before: number, after: number): void {
  const { top, height } = rows.pinned!;
  ink.font = theme.font(11, 600);
  ink.textBaseline = 'middle';
  for (const [count, text, right] of [[before, `◂ ${int(before)}`, false], [after, `${int(after)} ▸`, true]] as const) {
    if (!count) continue;
    const width = ink.measureText(text).width + 8;
    const x = right ? rows.right - width - 2 : rows.left + 2;
    ink.fillStyle = theme.background;
    ink.fillRect(x, top + height / 2 - 8, width, 16);
    ink.fillStyle = theme.focus;
    ink.textAlign = 'center';
    ink.fillText(text, x + width / 2, top + height / 2 + 0.5);
  }
}
