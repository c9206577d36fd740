import { expect, test, vi } from 'vitest';
import { chosenNames } from './only.mjs';

const names = ['rust', 'unit', 'drive'];
const choose = (...args) => chosenNames('npm test', 'suite', names, args);

test('all of them, or those that are named, in their own order', () => {
  expect(choose()).toEqual(names);
  expect(choose('--only', 'drive,rust')).toEqual(['rust', 'drive']);
  expect(choose('--only=unit')).toEqual(['unit']);
});

test.each([
  [['--only', 'unit,ruts'], 'no suite is called ruts; there are rust, unit, drive'],
  [['--only', ','], '--only names no suite'],
  [['--only'], '--only'],
  [['--olny', 'unit'], '--olny'],
  [['unit'], 'unit'],
])('%j is refused with the way out', (args, said) => {
  expect(() => choose(...args)).toThrow(said);
  expect(() => choose(...args)).toThrow('rust, unit, drive');
});

test.each(['--help', '-h'])('%s prints what there is and chooses nothing', option => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(choose(option)).toBeNull();
  expect(print.mock.calls.join()).toContain('suites: rust, unit, drive');
  print.mockRestore();
});
