import type { Trace } from '../../../trace/model/types';
import type { Axis } from '../../state/state';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import type { Rows } from '../rows';

/** A moment with a name: a `mark(text)` of the program, or a signal that ended it. */
export interface TimeMark { readonly text: string; readonly at: number; readonly kind: 'mark' | 'signal' }

export function timeMarks(trace: Trace, axis: Axis): TimeMark[] {
  const place = (time: number): number => (axis === 'time' ? time : ordinalBetweenCalls(trace, time));
  return [
    ...trace.marks.map(({ time, text }) => ({ text: `⚑ ${text}`, at: place(time), kind: 'mark' as const })),
    ...trace.crashes.map(({ time, signal }) => ({ text: `✕ ${signal}`, at: place(time), kind: 'signal' as const })),
  ];
}

/** A short line with the mark's text at the foot of the axis; signals in full and red. */
export function paintMarks(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, scale: AxisScale, marks: readonly TimeMark[], taken: readonly { x: number }[]): void {
  ink.font = theme.font(11);
  ink.textAlign = 'left';
  ink.textBaseline = 'middle';
  const [top, bottom] = [rows.findings.top, rows.lanes.top + rows.lanes.height];
  let free = -Infinity;
  for (const { at, text, kind } of marks) {
    const x = Math.round(scale.x(at));
    if (x < scale.left - 1 || x > scale.right) continue;
    ink.strokeStyle = kind === 'signal' ? theme.error : theme.callLine;
    ink.lineWidth = 1;
    ink.setLineDash(kind === 'signal' ? [] : [2, 3]);
    ink.beginPath();
    ink.moveTo(x + 0.5, top + 2);
    ink.lineTo(x + 0.5, bottom);
    ink.stroke();
    ink.setLineDash([]);
    const width = ink.measureText(text).width;
    // At the right edge the text stands left of its line.
    const left = x + width + 6 > scale.right ? x - width - 4 : x + 3;
    if (left < free || taken.some(flag => flag.x > left - 11 && flag.x < left + width + 9)) continue;
    ink.fillStyle = kind === 'signal' ? theme.error : theme.dim;
    ink.fillText(text, left, kind === 'signal' ? rows.calls.top - 1 + rows.calls.height + 8 : top + rows.findings.height / 2);
    free = left + 7 + width;
  }
}

/** Ordinal at which the program was at a time between calls: that of the next access. */
export function ordinalBetweenCalls(trace: Trace, time: number): number {
  let ordinal = 0;
  for (const call of trace.calls) if (call.start < time) ordinal = Math.max(ordinal, call.lastOrdinal);
  return ordinal;
}
