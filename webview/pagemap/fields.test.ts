import { expect, it } from 'vitest';
import { elementSize, partAt, partsOf } from './fields';

it('names the elements of an array', () => {
  const parts = partsOf({ fields: [], typeName: 'u32[10]', size: 40 });
  expect(parts).toHaveLength(10);
  expect(partAt(parts, 17)).toEqual({ name: '[4]', type: 'u32', offset: 16, size: 4 });
});

it('takes declared fields first, the innermost at a byte', () => {
  const fields = [{ name: 'pos', type: 'Point', offset: 0, size: 8 }, { name: 'pos.y', type: 'int', offset: 4, size: 4 }];
  const parts = partsOf({ fields, typeName: 'Shape', size: 16 });
  expect(partAt(parts, 5)?.name).toBe('pos.y');
  expect(partAt(parts, 12)).toBeNull();
});

it('knows element sizes from common names', () => {
  expect(['uint32_t[4]', 'double *', 'const int16_t[3]', 'char[8]', 'Header'].map(elementSize)).toEqual([4, 8, 2, 1, null]);
});

it('does not cut long arrays into boxes', () => {
  expect(partsOf({ fields: [], typeName: 'u32[1000000]', size: 4e6 })).toEqual([]);
});
