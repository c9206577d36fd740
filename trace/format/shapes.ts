import type { AccessBlock } from '../model/types';
import { damaged, unzigzag, type Cursor } from './cursor';
import { BLOCK_ACCESSES } from './layout';
import { fillTimes } from './times';

/** First number of an ACCESSES payload that is laid out by shapes. */
export const BY_SHAPES = Number.MAX_SAFE_INTEGER;

/** What accesses have in common, a column for each property. */
interface Shapes {
  readonly call: Uint32Array; readonly insn: Uint32Array; readonly region: Uint32Array; readonly anchor: Uint32Array;
  readonly size: Float64Array; readonly flags: Uint8Array; readonly count: Uint32Array;
}

/** Decodes the rest of such a payload; throws TraceError `damaged`. */
export function decodeByShapes(cursor: Cursor, thread: number, items: number): AccessBlock {
  const firstOrdinal = cursor.varint();
  const firstSeq = cursor.varint();
  const length = cursor.varint();
  if (length !== items || length > BLOCK_ACCESSES) damaged();
  const shapes = readShapes(cursor.part());
  const which = readWhich(cursor.part(), length, shapes.call.length);
  const offset = readOffsets(cursor.part(), which, shapes.call.length);
  const time = fillTimes(cursor.part(), new Float64Array(length));
  const { call, insn, region, anchor, size, flags, count } = shapes;
  return {
    length, thread, firstOrdinal, firstSeq, offset, time,
    call: spread(which, call, new Uint32Array(length)),
    insn: spread(which, insn, new Uint32Array(length)),
    region: spread(which, region, new Uint32Array(length)),
    anchor: spread(which, anchor, new Uint32Array(length)),
    size: spread(which, size, new Float64Array(length)),
    flags: spread(which, flags, new Uint8Array(length)),
    count: spread(which, count, new Uint32Array(length)),
  };
}

function readShapes(cursor: Cursor): Shapes {
  const n = cursor.varint();
  if (n > BLOCK_ACCESSES) damaged();
  const [call, insn, region, anchor, count] = [new Uint32Array(n), new Uint32Array(n), new Uint32Array(n), new Uint32Array(n), new Uint32Array(n)];
  const size = new Float64Array(n);
  const flags = new Uint8Array(n);
  for (let at = 0; at < n; at++) {
    for (const column of [call, insn, region, anchor, size, flags, count]) column[at] = cursor.varint();
  }
  return { call, insn, region, anchor, size, flags, count };
}

/** A byte each, or two where there are more than 256 shapes. */
function readWhich(cursor: Cursor, length: number, shapes: number): Uint16Array {
  const width = shapes > 256 ? 2 : 1;
  if (cursor.end - cursor.at !== width * length) damaged();
  const { bytes, at: start } = cursor;
  const out = new Uint16Array(length);
  for (let at = 0; at < length; at++) {
    const place = start + width * at;
    const shape = (bytes[place] as number) | (width === 2 ? (bytes[place + 1] as number) << 8 : 0);
    if (shape >= shapes) damaged();
    out[at] = shape;
  }
  return out;
}

/** Each offset counts from the one before of the same shape. */
function readOffsets(cursor: Cursor, which: Uint16Array, shapes: number): Float64Array {
  const out = new Float64Array(which.length);
  const last = new Float64Array(shapes);
  for (let at = 0; at < out.length; at++) {
    const shape = which[at] as number;
    out[at] = last[shape] = (last[shape] as number) + unzigzag(cursor.varint());
  }
  return out;
}

function spread<T extends Uint8Array | Uint32Array | Float64Array>(which: Uint16Array, values: T, out: T): T {
  for (let at = 0; at < which.length; at++) out[at] = values[which[at] as number] as number;
  return out;
}
