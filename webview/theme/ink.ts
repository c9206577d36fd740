import type { Theme } from './theme';

/**
 * Marks that all canvases share. One rule: reads rise, writes sink. A read is drawn above a middle line, a write below it.
 */

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** 0, 1, 2 for bytes touched on average once, 2-9 times, 10 times and more. */
export function toneOf(touches: number): 0 | 1 | 2 {
  return touches < 1.5 ? 0 : touches < 10 ? 1 : 2;
}

/** A pair of bars about the middle of a box: shares from 0 to 1 of read and written, tones from `toneOf`. */
export function drawPair(
  ink: CanvasRenderingContext2D, theme: Theme, box: Box,
  share: { read: number; write: number }, tone: { read: 0 | 1 | 2; write: 0 | 1 | 2 } = { read: 2, write: 2 },
): void {
  const middle = Math.round(box.y + box.height / 2);
  if (share.read > 0) {
    const rise = Math.max(1.5, share.read * (middle - box.y));
    ink.globalAlpha = theme.tones[tone.read];
    ink.fillStyle = theme.read;
    ink.fillRect(box.x, middle - rise, box.width, rise);
  }
  if (share.write > 0) {
    const sink = Math.max(1.5, share.write * (box.y + box.height - middle));
    ink.globalAlpha = theme.tones[tone.write];
    ink.fillStyle = box.width >= 7 && sink >= 4 ? theme.writeFill : theme.write;
    ink.fillRect(box.x, middle, box.width, sink);
  }
  ink.globalAlpha = 1;
}

/** Triangle about a point: up for a read, down for a write. `size` is half its width. */
export function drawGlyph(ink: CanvasRenderingContext2D, kind: 'read' | 'write', x: number, y: number, size: number): void {
  const up = kind === 'read' ? 1 : -1;
  ink.beginPath();
  ink.moveTo(x - size, y + up * size * 0.8);
  ink.lineTo(x + size, y + up * size * 0.8);
  ink.lineTo(x, y - up * size * 0.8);
  ink.closePath();
}

/** Selection (2 px, focus colour) and hover (1.5 px, foreground) rings with a halo that separates them from any mark. */
export function drawRing(ink: CanvasRenderingContext2D, theme: Theme, box: Box, kind: 'selection' | 'hover'): void {
  const width = kind === 'selection' ? 2 : 1.5;
  const at = (outset: number): [number, number, number, number] =>
    [box.x - outset, box.y - outset, box.width + 2 * outset, box.height + 2 * outset];
  ink.setLineDash([]);
  ink.strokeStyle = theme.background;
  ink.lineWidth = width + 2;
  ink.strokeRect(...at(width / 2));
  ink.strokeStyle = kind === 'selection' ? theme.focus : theme.foreground;
  ink.lineWidth = width;
  ink.strokeRect(...at(width / 2));
}

/** Dotted outline: declared as output, never written. */
export function drawNeverWritten(ink: CanvasRenderingContext2D, theme: Theme, box: Box): void {
  ink.strokeStyle = theme.neverWritten;
  ink.lineWidth = 1;
  ink.setLineDash([1.5, 2]);
  ink.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  ink.setLineDash([]);
}

const SEVERITY = { error: ['✕', 'error'], warning: ['!', 'warning'], info: ['i', 'info'] } as const;

/** Flag of a finding, about 13 px wide: ✕ in a circle, ! in a triangle, i in a square. */
export function drawFinding(ink: CanvasRenderingContext2D, theme: Theme, severity: keyof typeof SEVERITY, x: number, y: number): void {
  const [letter, colour] = SEVERITY[severity];
  ink.strokeStyle = ink.fillStyle = theme[colour];
  ink.lineWidth = 1;
  ink.beginPath();
  if (severity === 'error') ink.arc(x, y, 6, 0, 2 * Math.PI);
  else if (severity === 'info') ink.rect(x - 5.5, y - 5.5, 11, 11);
  else { ink.moveTo(x - 7, y + 6); ink.lineTo(x + 7, y + 6); ink.lineTo(x, y - 7); ink.closePath(); }
  ink.stroke();
  ink.font = theme.font(10, 700);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  ink.fillText(letter, x, y + (severity === 'warning' ? 1.5 : 0.5));
}
