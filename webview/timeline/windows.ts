import type { Call, Trace } from '../../trace/model/types';
import { ordinalsOf } from '../state/scope';
import type { Axis, AxisWindow } from '../state/state';
import { paddedWindow } from './axis/scale';

/** Calls with fewer accesses are easier to read in sequence. */
export const SMALL_CALL = 200;

export function axisLength(trace: Trace, axis: Axis): number {
  return Math.max(1, axis === 'time' ? trace.info.duration : trace.accessCount);
}

/** The stretch of a call with a little room around it. */
export function callWindow(trace: Trace, call: Call, axis: Axis): AxisWindow {
  const length = axisLength(trace, axis);
  if (axis === 'time') return paddedWindow(axis, call.start, call.end ?? trace.info.duration, length);
  const [from, to] = ordinalsOf(trace, call.id);
  return to > from ? paddedWindow(axis, from, to, length) : paddedWindow(axis, call.firstOrdinal, call.firstOrdinal + 1, length);
}

export function sameWindow(a: AxisWindow | null, b: AxisWindow | null): boolean {
  if (!a || !b) return a === b;
  const slack = (b[1] - b[0]) * 1e-6;
  return Math.abs(a[0] - b[0]) <= slack && Math.abs(a[1] - b[1]) <= slack;
}

/** Does a window show a stretch well: all of it, and not as a sliver? */
export function showsWell(window: AxisWindow, [from, to]: AxisWindow): boolean {
  return from >= window[0] && to <= window[1] && to - from >= (window[1] - window[0]) * 0.15;
}

/** The window moved (not scaled) so that a value is inside; the same one when it already is. */
export function movedTo(window: AxisWindow, value: number, length: number): AxisWindow {
  if (value >= window[0] && value < window[1]) return window;
  const size = window[1] - window[0];
  const start = Math.max(0, Math.min(length - size, value - size / 2));
  return [start, start + size];
}
