import { ticks } from 'd3';
import { int, ordinalText } from '../../text/format';
import type { AxisScale } from './scale';
import { t } from '../../text/l10n';

export interface Tick { readonly x: number; readonly text: string }

const ROOM = { sequence: 90, time: 72 };

/** Unit of the axis as its row is labelled: "sequence", "time, µs". */
export function axisTitle(scale: AxisScale): string {
  return scale.axis === 'sequence' ? 'sequence' : t('time, {0}', timeUnit(stepOf(scale)).name);
}

/** Round values of the window that have room for their labels. Folded stretches have none. */
export function axisTicks(scale: AxisScale): Tick[] {
  return scale.axis === 'sequence' ? sequenceTicks(scale) : timeTicks(scale);
}

function sequenceTicks(scale: AxisScale): Tick[] {
  const [from, to] = scale.window;
  const count = Math.max(2, (scale.right - scale.left) / ROOM.sequence);
  // People count from 1: round numbers are those of the labels.
  const values = ticks(from + 1, to + 1, count).filter(value => Number.isInteger(value) && value >= 1);
  return values.map(value => ({ x: scale.x(value - 0.5), text: ordinalText(value - 1) })).filter(tick => inside(scale, tick.x));
}

function timeTicks(scale: AxisScale): Tick[] {
  const step = stepOf(scale);
  const unit = timeUnit(step);
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit.size) + 1e-9));
  const found: Tick[] = [];
  let last = -Infinity;
  for (const [from, to] of drawnStretches(scale)) {
    for (let value = Math.ceil(from / step) * step; value <= to; value += step) {
      const x = scale.x(value);
      if (x - last < ROOM.time * 0.8 || !inside(scale, x)) continue;
      found.push({ x, text: grouped(value / unit.size, digits) });
      last = x;
    }
  }
  return found;
}

/** Round step, in nanoseconds, whose labels fit side by side where time is not folded. */
function stepOf(scale: AxisScale): number {
  const wished = ROOM.time / scale.density;
  const power = 10 ** Math.floor(Math.log10(wished));
  const step = [1, 2, 5, 10].find(each => each * power >= wished) ?? 10;
  return Math.max(1, step * power);
}

/** The parts of the window between breaks. */
function drawnStretches({ window: [from, to], fold }: AxisScale): [number, number][] {
  const stretches: [number, number][] = [];
  let start = from;
  for (const gap of fold.breaks) {
    if (gap.to <= from || gap.from >= to) continue;
    if (gap.from > start) stretches.push([start, gap.from]);
    start = Math.max(start, gap.to);
  }
  if (start < to) stretches.push([start, to]);
  return stretches;
}

function timeUnit(step: number): { name: string; size: number } {
  if (step >= 1e8) return { name: 's', size: 1e9 };
  if (step >= 1e5) return { name: 'ms', size: 1e6 };
  return step >= 100 ? { name: 'µs', size: 1e3 } : { name: 'ns', size: 1 };
}

function grouped(value: number, digits: number): string {
  return digits === 0 ? int(value) : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function inside(scale: AxisScale, x: number): boolean {
  return x >= scale.left + 12 && x <= scale.right - 12;
}
