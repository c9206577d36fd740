import { expect, it } from 'vitest';
import { FIRST_CHOICES, readChoices } from './choices';

it('reads back what was saved', () => {
  const chosen = { ...FIRST_CHOICES, callOrder: 'reads', descending: true, callFigures: ['reads', 'site'], lanesBy: 'thread' } as const;
  expect(readChoices(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
});

it.each([undefined, null, 'x', 7, {}, { callOrder: 'colour', descending: 'yes', lanesBy: 4, mapColour: null }])('falls back to the first choices from %j', saved => {
  expect(readChoices(saved)).toEqual(FIRST_CHOICES);
});

it('drops figures that do not exist', () => {
  expect(readChoices({ callFigures: ['time', 'price'] }).callFigures).toEqual(['time']);
});
