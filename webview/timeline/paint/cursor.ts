import type { Theme } from '../../theme/theme';
import type { Strip } from '../rows';

export interface Line { readonly x: number; readonly top: number; readonly bottom: number }

/** A vertical line through all strips with a label on the axis. */
export function paintCursor(ink: CanvasRenderingContext2D, theme: Theme, line: Line, label: string, axis: Strip, limits: { left: number; right: number }): void {
  ink.fillStyle = theme.focus;
  ink.fillRect(Math.round(line.x) - 0.5, line.top, 1, line.bottom - line.top);
  paintPill(ink, theme, label, line.x, axis.top + axis.height / 2, limits);
}

/** Text in a frame, kept between two edges. */
export function paintPill(ink: CanvasRenderingContext2D, theme: Theme, text: string, x: number, middle: number, { left, right }: { left: number; right: number }): void {
  ink.font = theme.font(11, 600);
  const width = ink.measureText(text).width + 12;
  const at = Math.max(left, Math.min(right - width, x - width / 2));
  ink.fillStyle = theme.background;
  ink.strokeStyle = theme.focus;
  ink.lineWidth = 1;
  ink.beginPath();
  ink.roundRect(Math.round(at) + 0.5, Math.round(middle) - 8.5, Math.round(width), 17, 3);
  ink.fill();
  ink.stroke();
  ink.fillStyle = theme.foreground;
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  ink.fillText(text, at + width / 2, middle + 0.5);
}

/** A measured stretch: two edges, a tint, and what it holds. */
export function paintMeasure(ink: CanvasRenderingContext2D, theme: Theme, from: number, to: number, strip: Strip, text: string, limits: { left: number; right: number }): void {
  const [left, right] = [Math.max(limits.left, Math.min(from, to)), Math.min(limits.right, Math.max(from, to))];
  if (right < left) return;
  ink.globalAlpha = theme.highContrast ? 0 : 0.13;
  ink.fillStyle = theme.focus;
  ink.fillRect(left, strip.top, right - left, strip.height);
  ink.globalAlpha = 1;
  for (const x of [left, right]) ink.fillRect(Math.round(x) - 0.5, strip.top, 1, strip.height);
  if (text) paintPill(ink, theme, text, (left + right) / 2, strip.top + 12, limits);
}
