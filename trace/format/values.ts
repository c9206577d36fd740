import { AccessFlag, type AccessBlock } from '../model/types';
import { Cursor, damaged } from './cursor';

/** What the writes of one block stored. */
export interface Values {
  /** Bytes that access `row` left behind; null: a read, or not kept. */
  of(row: number): Uint8Array | null;
}

/** Of each insn the last value and its size: numbers are kept as differences (FORMAT.md, VALUES). */
type Last = Map<number, { readonly at: number; readonly size: number }>;

/** Decodes the payload of the VALUES block that belongs to a block of accesses; throws TraceError `damaged`. */
export function decodeValues(payload: Uint8Array, block: AccessBlock): Values {
  const cursor = new Cursor(payload);
  const kept = cursor.part();
  // Row -> where its value begins, plus 1; values themselves as they are, no differences any more.
  const starts = new Uint32Array(block.length);
  const bytes = payload.slice(cursor.at);
  const last: Last = new Map();
  let at = 0;
  let [left, keep] = [0, 0];
  for (let row = 0; row < block.length; row++) {
    if (((block.flags[row] as number) & AccessFlag.write) === 0) continue;
    if (left === 0) [left, keep] = [kept.varint() || damaged(), kept.varint()];
    left--;
    if (keep === 0) continue;
    const size = block.size[row] as number;
    if (size > bytes.length - at) damaged();
    undo(bytes, at, size, last, block.insn[row] as number);
    starts[row] = at + 1;
    at += size;
  }
  return {
    of(row) {
      const start = starts[row] as number;
      return start === 0 ? null : bytes.subarray(start - 1, start - 1 + (block.size[row] as number));
    },
  };
}

/** Turns a difference back into the number. */
function undo(bytes: Uint8Array, at: number, size: number, last: Last, insn: number): void {
  if (size !== 1 && size !== 2 && size !== 4 && size !== 8) return;
  const before = last.get(insn);
  if (before?.size === size) {
    let carry = 0;
    for (let byte = 0; byte < size; byte++) {
      const sum = (bytes[at + byte] as number) + (bytes[before.at + byte] as number) + carry;
      bytes[at + byte] = sum;
      carry = sum >> 8;
    }
  }
  last.set(insn, { at, size });
}
