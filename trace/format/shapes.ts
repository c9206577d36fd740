import type { AccessBlock } from '../model/types';
import { Cursor, damaged, unzigzag } from './cursor';
import { BLOCK_ACCESSES } from './layout';
import { fillTimes } from './times';

/** First number of an ACCESSES payload that is laid out by shapes. */
export const BY_SHAPES = Number.MAX_SAFE_INTEGER;

/** What accesses have in common, a column for each property. */
interface Shapes {
  readonly call: Uint32Array; readonly insn: Uint32Array; readonly region: Uint32Array; readonly anchor: Uint32Array;
  readonly size: Float64Array; readonly flags: Uint8Array; readonly count: Uint32Array;
}

/** The rest of such a payload; throws TraceError `damaged`, now or when a damaged column is asked for. */
export function decodeByShapes(cursor: Cursor, thread: number, items: number): AccessBlock {
  const firstOrdinal = cursor.varint();
  const firstSeq = cursor.varint();
  const length = cursor.varint();
  if (length !== items || length > BLOCK_ACCESSES) damaged();
  const shapes = readShapes(cursor.part());
  const which = readWhich(cursor.part(), length, shapes.call.length);
  return new ShapedBlock({ length, thread, firstOrdinal, firstSeq }, shapes, which, cursor.part(), cursor.part());
}

/** Spreads a column when it is asked for first: most questions are about few of them. */
class ShapedBlock implements AccessBlock {
  readonly length: number;
  readonly thread: number;
  readonly firstOrdinal: number;
  readonly firstSeq: number;
  #call: Uint32Array | null = null;
  #insn: Uint32Array | null = null;
  #region: Uint32Array | null = null;
  #anchor: Uint32Array | null = null;
  #offset: Float64Array | null = null;
  #size: Float64Array | null = null;
  #flags: Uint8Array | null = null;
  #count: Uint32Array | null = null;
  #time: Float64Array | null = null;

  constructor(
    head: Pick<AccessBlock, 'length' | 'thread' | 'firstOrdinal' | 'firstSeq'>, private readonly shapes: Shapes, private readonly which: Uint16Array,
    private readonly offsets: Cursor, private readonly times: Cursor,
  ) {
    this.length = head.length;
    this.thread = head.thread;
    this.firstOrdinal = head.firstOrdinal;
    this.firstSeq = head.firstSeq;
  }

  get call(): Uint32Array { return (this.#call ??= spread(this.which, this.shapes.call, new Uint32Array(this.length))); }
  get insn(): Uint32Array { return (this.#insn ??= spread(this.which, this.shapes.insn, new Uint32Array(this.length))); }
  get region(): Uint32Array { return (this.#region ??= spread(this.which, this.shapes.region, new Uint32Array(this.length))); }
  get anchor(): Uint32Array { return (this.#anchor ??= spread(this.which, this.shapes.anchor, new Uint32Array(this.length))); }
  get offset(): Float64Array { return (this.#offset ??= readOffsets(fresh(this.offsets), this.which, this.shapes.call.length)); }
  get size(): Float64Array { return (this.#size ??= spread(this.which, this.shapes.size, new Float64Array(this.length))); }
  get flags(): Uint8Array { return (this.#flags ??= spread(this.which, this.shapes.flags, new Uint8Array(this.length))); }
  get count(): Uint32Array { return (this.#count ??= spread(this.which, this.shapes.count, new Uint32Array(this.length))); }
  get time(): Float64Array { return (this.#time ??= fillTimes(fresh(this.times), new Float64Array(this.length))); }
}

function fresh({ bytes, at, end }: Cursor): Cursor {
  return new Cursor(bytes, at, end);
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
  const { bytes, end } = cursor;
  for (let at = 0; at < out.length; at++) {
    const shape = which[at] as number;
    // One byte says it mostly.
    const byte = cursor.at < end ? (bytes[cursor.at] as number) : 0x80;
    const step = byte < 0x80 ? (byte >>> 1) ^ -(byte & 1) : unzigzag(cursor.varint());
    if (byte < 0x80) cursor.at++;
    out[at] = last[shape] = (last[shape] as number) + step;
  }
  return out;
}

function spread<T extends Uint8Array | Uint32Array | Float64Array>(which: Uint16Array, values: T, out: T): T {
  for (let at = 0; at < which.length; at++) out[at] = values[which[at] as number] as number;
  return out;
}
