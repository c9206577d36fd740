import { expect, it } from 'vitest';
import { levelFor } from './level';

const units = [1, 256, 4096, 65536];

it('opens pages at 40 pixels and blocks at 50', () => {
  expect(levelFor(units, 39 / 64, 39 / 64)).toEqual({ unit: 4096, style: 'bars' });
  expect(levelFor(units, 40 / 64, 40 / 64)).toEqual({ unit: 256, style: 'bars' });
  expect(levelFor(units, 199 / 64, 199 / 64)).toEqual({ unit: 256, style: 'bars' });
  expect(levelFor(units, 200 / 64, 200 / 64)).toEqual({ unit: 1, style: 'halves' });
});

it('gathers pages that are too small to see', () => {
  expect(levelFor(units, 3 / 64, 3 / 64).unit).toBe(65536);
  expect(levelFor(units, 0.001, 0.001).unit).toBe(65536);
});

it('shows values where they can be read', () => {
  expect(levelFor(units, 20, 19).style).toBe('values');
  expect(levelFor(units, 20, 18).style).toBe('halves');
  expect(levelFor([1], 2, 2)).toEqual({ unit: 1, style: 'halves' });
});
