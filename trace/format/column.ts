import { damaged, unzigzag, type Cursor } from './cursor';

type Column = Uint8Array | Uint32Array | Float64Array;

/** (count, value) pairs that cover the column exactly. Of each value only the bits of `mask` count, where one is given. */
export function runs<T extends Column>(cursor: Cursor, out: T, mask?: number): T {
  let at = 0;
  while (at < out.length) {
    const count = cursor.varint();
    const value = cursor.varint();
    if (count === 0 || count > out.length - at) damaged();
    out.fill(mask === undefined ? value : value & mask, at, at + count);
    at += count;
  }
  return out;
}

export function deltas(cursor: Cursor, out: Uint32Array): Uint32Array {
  const { bytes, end } = cursor;
  let value = 0;
  for (let at = 0; at < out.length; at++) {
    // One byte says it mostly.
    const byte = cursor.at < end ? (bytes[cursor.at] as number) : 0x80;
    if (byte < 0x80) {
      cursor.at++;
      value += (byte >>> 1) ^ -(byte & 1);
    } else {
      value += unzigzag(cursor.varint());
    }
    if (value < 0 || value > 0xffffffff) damaged();
    out[at] = value;
  }
  return out;
}

/** Each offset counts from the one before of the same instruction in the block. */
export function offsets(cursor: Cursor, insn: Uint32Array): Float64Array {
  const { bytes, end } = cursor;
  const out = new Float64Array(insn.length);
  const last = new Map<number, number>();
  let id = -1;
  let value = 0;
  for (let at = 0; at < out.length; at++) {
    const next = insn[at] as number;
    if (next !== id) {
      last.set(id, value);
      id = next;
      value = last.get(id) ?? 0;
    }
    const byte = cursor.at < end ? (bytes[cursor.at] as number) : 0x80;
    if (byte < 0x80) {
      cursor.at++;
      value += (byte >>> 1) ^ -(byte & 1);
    } else {
      value += unzigzag(cursor.varint());
    }
    out[at] = value;
  }
  return out;
}

/** Runs over the accesses outside every region. */
export function anchors(cursor: Cursor, region: Uint32Array): Uint32Array {
  const out = new Uint32Array(region.length);
  let left = 0;
  let value = 0;
  for (let at = 0; at < out.length; at++) {
    if (region[at] !== 0) continue;
    if (left === 0) {
      left = cursor.varint();
      value = cursor.varint();
      if (left === 0) damaged();
    }
    out[at] = value;
    left--;
  }
  return out;
}
