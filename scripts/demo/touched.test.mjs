import { expect, test } from 'vitest';
import { spans, touchedTable } from './touched.mjs';

const access = (kind, offset, size, region = 1, call = 1) => ({ kind, offset, size, region, call });

test('ranges that touch or overlap become one, in whatever order they came', () => {
  expect(spans([access('read', 8, 4), access('read', 0, 4), access('read', 4, 4), access('read', 20, 4), access('read', 21, 1)])).toEqual([[0, 12], [20, 24]]);
});

test('a table names calls and buffers, and leaves out what was not touched', () => {
  const region = (id, size) => ({ id, size, label: `region ${id}` });
  const calls = [
    { id: 1, function: 'copy', args: [{ name: 'dst', region: 1, direction: 'out' }, { name: 'src', region: 2, direction: 'in' }], regions: [region(1, 16), region(2, 8), region(3, 8)] },
    { id: 2, function: 'idle', args: [], regions: [region(4, 8)] },
  ];
  const accesses = [access('write', 0, 4), access('write', 12, 4), access('read', 0, 8, 2)];
  const cells = touchedTable(calls, accesses).split('\n').slice(2).map((line) => line.trim().split(/ {2,}/));
  expect(cells).toEqual([['copy', 'dst', 'out', '16', 'none', '0 to 3, 12 to 15'], ['src', 'in', '8', 'all', 'none']]);
});

test('what lies outside of every region has a row of its own, beside the region that it follows', () => {
  const calls = [{ id: 1, function: 'fill', args: [], regions: [{ id: 1, size: 8, label: 'slot', address: '0x1000' }] }];
  const outside = (address, size) => ({ kind: 'write', offset: null, address, size, region: null, call: 1 });
  const cells = (accesses) => touchedTable(calls, accesses).split('\n').slice(2).map((line) => line.trim().split(/ {2,}/));
  expect(cells([access('write', 0, 8), outside('0x1008', 4), outside('0x100c', 4)])).toEqual([['fill', 'slot', '8', 'none', 'all'], ['outside', 'none', '8 bytes right behind slot']]);
  expect(cells([outside('0xffffffffffff0000', 2)])).toEqual([['fill', 'outside', 'none', '2 bytes']]);
});
