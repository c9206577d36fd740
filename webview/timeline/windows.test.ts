import { expect, it } from 'vitest';
import { movedTo, sameWindow, showsWell } from './windows';

it('moves a window no more than needed', () => {
  expect(movedTo([10, 20], 15, 100)).toEqual([10, 20]);
  expect(movedTo([10, 20], 50, 100)).toEqual([45, 55]);
  expect(movedTo([10, 20], 99, 100)).toEqual([90, 100]);
  expect(movedTo([10, 20], 1, 100)).toEqual([0, 10]);
});

it('knows a sliver from a picture', () => {
  expect(showsWell([0, 100], [10, 60])).toBe(true);
  expect(showsWell([0, 100], [10, 12])).toBe(false);
  expect(showsWell([0, 100], [90, 110])).toBe(false);
});

it('compares windows', () => {
  expect(sameWindow(null, null)).toBe(true);
  expect(sameWindow([0, 1], null)).toBe(false);
  expect(sameWindow([0, 1e9], [0, 1e9 + 1])).toBe(true);
});
