import { expect, test } from 'vitest';
import { parseHits } from './hits';

test.each([
  ['3', [3]], ['=3', [3]], ['== 3', [3]], ['>=5', [5, 6, 7, 8]], ['> 6', [7, 8]], ['<3', [1, 2]], ['3..5', [3, 4, 5]], ['%4', [4, 8]], [' 2 ', [2]],
])('the hit count %s', (text, expected) => {
  const test = parseHits(text);
  expect(Array.from({ length: 8 }, (_, at) => at + 1).filter(hit => test?.(hit))).toEqual(expected);
});

test.each(['', 'x', '%0', '%', '%x', '3..1', '>=', '!3'])('%j is no hit count', text => expect(parseHits(text)).toBeNull());
