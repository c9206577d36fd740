import { AccessFlag, type AccessBlock } from '../model/types';
import { Cursor, damaged } from './cursor';

/** What the writes of one block stored. */
export interface Values {
  /** Bytes that access `row` left behind; null: a read, or not kept. */
  of(row: number): Uint8Array | null;
  /** Whether it is kept, and byte `at` of it: for loops over many, without an array for each. */
  has(row: number): boolean;
  byte(row: number, at: number): number;
}

/** Of each insn, by its place in the block, where its last value begins, plus 1, and its size: numbers are kept as differences (FORMAT.md, VALUES). */
interface Last { readonly at: Uint32Array; readonly size: Float64Array }

/** What rows are alike in: their shape, or each by itself. */
interface Kinds { readonly which: ArrayLike<number>; readonly insn: Uint32Array; readonly size: Float64Array; readonly flags: Uint8Array }

/** Decodes the payload of the VALUES block that belongs to a block of accesses; throws TraceError `damaged`. */
export function decodeValues(payload: Uint8Array, block: AccessBlock): Values {
  const cursor = new Cursor(payload);
  const kept = cursor.part();
  // Row -> where its value begins, plus 1; values themselves as they are, no differences any more.
  const starts = new Uint32Array(block.length);
  const bytes = payload.slice(cursor.at);
  const kinds: Kinds = block.shapes ?? { which: Uint32Array.from(block.insn.keys()), insn: block.insn, size: block.size, flags: block.flags };
  const { which, size: sizes, flags } = kinds;
  const slots = numbered(kinds.insn);
  const last: Last = { at: new Uint32Array(slots.length), size: new Float64Array(slots.length) };
  let at = 0;
  let [left, keep] = [0, 0];
  for (let row = 0; row < block.length; row++) {
    const kind = which[row] as number;
    if (((flags[kind] as number) & AccessFlag.write) === 0) continue;
    if (left === 0) [left, keep] = [kept.varint() || damaged(), kept.varint()];
    left--;
    if (keep === 0) continue;
    const size = sizes[kind] as number;
    if (size > bytes.length - at) damaged();
    undo(bytes, at, size, last, slots[kind] as number);
    starts[row] = at + 1;
    at += size;
  }
  return {
    has: row => starts[row] !== 0,
    byte: (row, index) => bytes[(starts[row] as number) - 1 + index] as number,
    of(row) {
      const start = starts[row] as number;
      return start === 0 ? null : bytes.subarray(start - 1, start - 1 + (sizes[which[row] as number] as number));
    },
  };
}

/** Equal values get equal numbers, from 0. */
function numbered(values: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>();
  return values.map(value => {
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  });
}

/** Turns a difference back into the number. */
function undo(bytes: Uint8Array, at: number, size: number, last: Last, slot: number): void {
  if (size !== 1 && size !== 2 && size !== 4 && size !== 8) return;
  const before = (last.at[slot] as number) - 1;
  if (before >= 0 && last.size[slot] === size) {
    let carry = 0;
    for (let byte = 0; byte < size; byte++) {
      const sum = (bytes[at + byte] as number) + (bytes[before + byte] as number) + carry;
      bytes[at + byte] = sum;
      carry = sum >> 8;
    }
  }
  last.at[slot] = at + 1;
  last.size[slot] = size;
}
