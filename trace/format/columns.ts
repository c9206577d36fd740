import type { AccessBlock } from '../model/types';
import { Cursor, damaged, unzigzag } from './cursor';
import { BLOCK_ACCESSES } from './layout';
import { BY_SHAPES, decodeByShapes } from './shapes';
import { fillTimes } from './times';

/** Kept in the file so that a reader can skip the anchors; the model says the same with `region` 0. */
const NEAR = 8;

/** Decodes the payload of an ACCESSES block; throws TraceError `damaged`. */
export function decodeAccesses(payload: Uint8Array, thread: number, items: number): AccessBlock {
  const cursor = new Cursor(payload);
  const firstOrdinal = cursor.varint();
  if (firstOrdinal === BY_SHAPES) return decodeByShapes(cursor, thread, items);
  const firstSeq = cursor.varint();
  const length = cursor.varint();
  if (length !== items || length > BLOCK_ACCESSES) damaged();
  const call = runs(cursor.part(), new Uint32Array(length));
  const insn = deltas(cursor.part(), new Uint32Array(length));
  const region = runs(cursor.part(), new Uint32Array(length));
  const offset = offsets(cursor.part(), insn);
  const size = runs(cursor.part(), new Float64Array(length));
  const flags = runs(cursor.part(), new Uint8Array(length)).map(bits => bits & ~NEAR);
  const count = runs(cursor.part(), new Uint32Array(length));
  const anchor = anchors(cursor.part(), region);
  const time = fillTimes(cursor.part(), new Float64Array(length));
  return { length, thread, firstOrdinal, firstSeq, call, insn, region, anchor, offset, size, flags, count, time };
}

type Column = Uint8Array | Uint32Array | Float64Array;

/** (count, value) pairs that cover the column exactly. */
function runs<T extends Column>(cursor: Cursor, out: T): T {
  let at = 0;
  while (at < out.length) {
    const count = cursor.varint();
    const value = cursor.varint();
    if (count === 0 || count > out.length - at) damaged();
    out.fill(value, at, at + count);
    at += count;
  }
  return out;
}

function deltas(cursor: Cursor, out: Uint32Array): Uint32Array {
  let value = 0;
  for (let at = 0; at < out.length; at++) {
    value += unzigzag(cursor.varint());
    if (value < 0 || value > 0xffffffff) damaged();
    out[at] = value;
  }
  return out;
}

/** Each offset counts from the one before of the same instruction in the block. */
function offsets(cursor: Cursor, insn: Uint32Array): Float64Array {
  const out = new Float64Array(insn.length);
  const last = new Map<number, number>();
  for (let at = 0; at < out.length; at++) {
    const id = insn[at] as number;
    const value = (last.get(id) ?? 0) + unzigzag(cursor.varint());
    last.set(id, value);
    out[at] = value;
  }
  return out;
}

/** Runs over the accesses outside every region. */
function anchors(cursor: Cursor, region: Uint32Array): Uint32Array {
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
