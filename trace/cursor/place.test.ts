import { expect, test } from 'vitest';
import { bytesSource, openTrace } from '../open';
import { sampleTrace } from '../testing/sample';
import type { Region } from '../model/types';
import { findPlace } from './place';
import { preview } from './values';

const trace = await openTrace(bytesSource(sampleTrace()));
const regionsOf = (name: string): readonly Region[] => trace.calls.find(call => call.function === name)?.regions ?? [];

test.each([
  ['deflate', 'dst', { offset: 0, size: 132 * 1024, type: 'byte', element: 1 }],
  ['deflate', 'dst[4]', { offset: 4, size: 1, type: 'byte', element: null }],
  ['deflate', 'dst[0x10]', { offset: 16, size: 1, type: 'byte', element: null }],
  ['deflate', 'strm.total_out', { offset: 40, size: 8, type: 'ulong', element: null }],
  ['deflate', ' strm -> avail_in ', { offset: 8, size: 4, type: 'uint', element: null }],
  ['fill_u32', 'v[3]', { offset: 12, size: 4, type: 'uint32', element: null }],
])('in %s, %s is found', (name, expression, { offset, ...expected }) => {
  const regions = regionsOf(name);
  const place = findPlace(expression, regions);
  const base = regions.find(region => expression.trim().startsWith(region.label.replace(/^arg \d+ /, '')))?.address ?? 0n;
  expect(place).toMatchObject({ address: base + BigInt(offset), ...expected });
});

test.each(['nothing', 'dst[999999]', 'dst.field', 'strm.nothing', 'strm.total_out.more', 'dst[-1]', 'dst[x]', ''])('%s names nothing', expression => {
  expect(findPlace(expression, regionsOf('deflate'))).toBeNull();
});

const contents = (...bytes: (number | null)[]) => ({ bytes: Uint8Array.from(bytes, byte => byte ?? 0), known: Uint8Array.from(bytes, byte => (byte === null ? 0 : 1)) });
const place = (type: string, size: number, element: number | null = null) => ({ name: 'x', address: 0n, size, type, fields: [], element });

test.each([
  [place('uint32', 4), contents(1, 2, 0, 0), '513'],
  [place('int16', 2), contents(0xff, 0xff), '-1'],
  [place('double', 8), contents(0, 0, 0, 0, 0, 0, 0xf8, 0x3f), '1.5'],
  [place('char *', 8), contents(0x10, 0, 0, 0, 0, 0x7f, 0, 0), '0x7f0000000010'],
  [place('int64', 8), contents(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), '-2'],
  [place('uint32', 4), contents(1, null, 0, 0), '01 ?? 00 00'],
  [place('uint16', 6, 2), contents(1, 0, 2, 0, 3, 0), '[1, 2, 3]'],
  [place('byte', 3, 1), contents(1, 2, 3), '01 02 03'],
  [place('byte', 1), contents(7), '7'],
])('%o with its bytes is shown by its type', (where, bytes, expected) => {
  expect(preview(where, bytes)).toBe(expected);
});

test('a text ends at its terminator', () => {
  expect(preview(place('byte', 4, 1), contents(104, 105, 0, 1), true)).toBe('"hi"');
  expect(preview(place('byte', 4, 1), contents(104, null, 0, 1), true)).toBe('"h" ??');
});
