import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Region } from '../../trace/model/types';
import { changesOf } from './memory';

const region = { fields: [{ name: 'count', type: 'u32', offset: 4, size: 4 }, { name: 'crc', type: 'u32', offset: 8, size: 4 }] } as unknown as Region;

it('names the field of each difference, one difference a field', () => {
  const a = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 9, 9, 9, 9, 5);
  const b = Uint8Array.of(0, 0, 0, 0, 2, 3, 4, 5, 8, 8, 8, 8, 6);
  expect(changesOf(a, b, region).map(({ offset, size, field }) => [offset, size, field?.name ?? null])).toEqual([[4, 4, 'count'], [8, 4, 'crc'], [12, 1, null]]);
});

it('covers exactly the bytes that differ', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
    const covered = new Set(changesOf(a, b, region).flatMap(({ offset, size }) => Array.from({ length: size }, (_, i) => offset + i)));
    for (let at = 0; at < Math.max(a.length, b.length); at++) expect(covered.has(at)).toBe(a[at] !== b[at]);
  }));
});

it('says nothing where contents were not kept', () => expect(changesOf(null, Uint8Array.of(1), region)).toEqual([]));
