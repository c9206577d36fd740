import type { Axis, AxisWindow } from '../../state/state';
import type { Fold } from './fold';

/** Values of the axis (nanoseconds or ordinals) to x in CSS pixels and back, for one window. */
export interface AxisScale {
  readonly axis: Axis;
  readonly fold: Fold;
  readonly window: AxisWindow;
  readonly left: number;
  readonly right: number;
  /** CSS pixels per place. */
  readonly density: number;
  x(value: number): number;
  value(x: number): number;
}

export function axisScale(axis: Axis, fold: Fold, window: AxisWindow, left: number, right: number): AxisScale {
  const from = fold.toPlace(window[0]);
  const to = Math.max(fold.toPlace(window[1]), from + 1e-9);
  const density = (right - left) / (to - from);
  return {
    axis, fold, window, left, right, density,
    x: value => left + (fold.toPlace(value) - from) * density,
    value: x => fold.toValue(from + (x - left) / density),
  };
}

/** Smallest window: a few accesses or nanoseconds. */
export function smallestWindow(axis: Axis): number {
  return axis === 'sequence' ? 8 : 50;
}

/** A window around [from, to) with a little room on both sides, not smaller than can be drawn, inside [0, length). */
export function paddedWindow(axis: Axis, from: number, to: number, length: number, share = 0.02): AxisWindow {
  const size = Math.max((to - from) * (1 + 2 * share), Math.min(smallestWindow(axis), length));
  const middle = (from + to) / 2;
  const start = Math.max(0, Math.min(middle - size / 2, length - size));
  return [start, Math.min(length, start + size)];
}
