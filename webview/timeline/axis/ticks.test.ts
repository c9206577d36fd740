import { describe, expect, it } from 'vitest';
import { foldIdle, unfolded } from './fold';
import { axisScale, paddedWindow } from './scale';
import { axisTicks, axisTitle } from './ticks';

describe('axis', () => {
  it('labels round positions, counted from 1', () => {
    const scale = axisScale('sequence', unfolded(61_376), [0, 61_376], 100, 680);
    expect(axisTicks(scale).map(tick => tick.text)).toEqual(['#10,000', '#20,000', '#30,000', '#40,000', '#50,000', '#60,000'].slice(0, axisTicks(scale).length));
    expect(axisTitle(scale)).toBe('sequence');
  });

  it('labels time in the unit that fits', () => {
    const scale = axisScale('time', unfolded(11.55e6), [2e6, 6e6], 100, 680);
    expect(axisTitle(scale)).toBe('time, ms');
    expect(axisTicks(scale).map(tick => tick.text)).toContain('2.5');
    const near = axisScale('time', unfolded(11.55e6), [6_141_000, 6_143_000], 100, 680);
    expect(axisTitle(near)).toBe('time, µs');
    expect(axisTicks(near).map(tick => tick.text)).toContain('6,141.5');
  });

  it('has no label in a folded stretch', () => {
    const fold = foldIdle([[0, 1000], [9000, 10_000]], 10_000);
    const scale = axisScale('time', fold, [0, 10_000], 0, 600);
    const xs = axisTicks(scale).map(tick => scale.value(tick.x));
    expect(xs.every(value => value <= 1001 || value >= 8999)).toBe(true);
  });

  it('turns x into a value and back', () => {
    const scale = axisScale('time', foldIdle([[0, 1000], [9000, 10_000]], 10_000), [500, 9500], 100, 700);
    expect(scale.x(500)).toBeCloseTo(100);
    expect(scale.x(9500)).toBeCloseTo(700);
    expect(scale.value(scale.x(9200))).toBeCloseTo(9200);
  });

  it('keeps windows inside the recording', () => {
    expect(paddedWindow('sequence', 0, 10, 100)[0]).toBe(0);
    expect(paddedWindow('sequence', 99, 100, 100)).toEqual([92, 100]);
    expect(paddedWindow('sequence', 1, 2, 3)).toEqual([0, 3]);
  });
});
