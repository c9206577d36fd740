import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeAccesses, encodeByShapes, type Row } from '../testing/columns';
import { decodeAccesses } from './columns';
import { Cursor, unzigzag } from './cursor';
import { ByteWriter } from '../testing/bytes';

const id = fc.integer({ min: 0, max: 0xffff_ffff });
const row: fc.Arbitrary<Omit<Row, 'time'>> = fc.record({
  call: fc.nat(3), insn: fc.oneof(fc.nat(4), id), region: fc.oneof(fc.constant(0), fc.nat(3), id), anchor: fc.nat(9),
  offset: fc.oneof(fc.integer({ min: -64, max: 64 }), fc.maxSafeInteger().map(n => Math.trunc(n / 8) + 0)), size: fc.oneof(fc.nat(16), fc.nat(2 ** 40)), flags: fc.nat(7), count: fc.integer({ min: 1, max: 3 }),
});

it.each([['by columns', encodeAccesses], ['by shapes', encodeByShapes]])('gives back any list of accesses laid out %s', (_, encode) => {
  fc.assert(fc.property(fc.array(fc.tuple(row, fc.nat(1000)), { minLength: 1, maxLength: 200 }), fc.nat(1e9), (items, ordinal) => {
    let time = 0;
    const rows: Row[] = items.map(([one, step]) => ({ ...one, time: (time += step) }));
    const block = decodeAccesses(encode(rows, ordinal, ordinal + 1), 4, rows.length);
    expect(block).toMatchObject({ firstOrdinal: ordinal, firstSeq: ordinal + 1, thread: 4, length: rows.length });
    rows.forEach((one, at) => {
      expect([block.call[at], block.insn[at], block.region[at], block.offset[at], block.size[at], block.flags[at], block.count[at], block.time[at]])
        .toEqual([one.call, one.insn, one.region, one.offset, one.size, one.flags, one.count, one.time]);
      expect(block.anchor[at]).toBe(one.region === 0 ? one.anchor : 0);
    });
  }));
});

it('gives back any number up to 53 bits, and refuses larger ones', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), value => {
    const half = Math.trunc(value / 2) + 0;
    const writer = new ByteWriter();
    writer.varint(Math.abs(value));
    writer.zigzag(half);
    const cursor = new Cursor(writer.take());
    expect(cursor.varint()).toBe(Math.abs(value));
    expect(unzigzag(cursor.varint())).toBe(half);
  }));
  expect(() => new Cursor(new Uint8Array(8).fill(0xff)).varint()).toThrow('damaged');
  expect(() => new Cursor(new Uint8Array([0x80])).varint()).toThrow('damaged');
});
