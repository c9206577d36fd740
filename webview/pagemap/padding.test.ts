import { expect, it } from 'vitest';
import { paddingOf } from './padding';

const field = (offset: number, size: number) => ({ name: 'f', type: 'u', offset, size });

it('is what lies between fields and behind the last one', () => {
  expect(paddingOf({ size: 24, fields: [field(0, 4), field(8, 8), field(16, 2)] })).toEqual([{ offset: 4, size: 4 }, { offset: 18, size: 6 }]);
  expect(paddingOf({ size: 8, fields: [field(0, 8)] })).toEqual([]);
});

it('is nothing where no field is declared', () => expect(paddingOf({ size: 64, fields: [] })).toEqual([]));

it('takes nested and unordered fields as they lie', () => {
  expect(paddingOf({ size: 16, fields: [field(8, 8), field(0, 8), field(2, 2)] })).toEqual([]);
});
