import type { AccessBlock, Shapes } from '../model/types';
import { Cursor, damaged, unzigzag } from './cursor';
import { BLOCK_ACCESSES } from './layout';
import type { Room } from './room';
import { fillTimes } from './times';

/** First number of an ACCESSES payload that is laid out by shapes. */
export const BY_SHAPES = Number.MAX_SAFE_INTEGER;

/** The rest of such a payload; throws TraceError `damaged`, now or when a damaged column is asked for. */
export function decodeByShapes(cursor: Cursor, thread: number, items: number, room?: Room): AccessBlock {
  const firstOrdinal = cursor.varint();
  const firstSeq = cursor.varint();
  const length = cursor.varint();
  if (length !== items || length > BLOCK_ACCESSES) damaged();
  const columns = readColumns(cursor.part());
  const which = readWhich(cursor.part(), length, columns.call.length);
  const shapes = { ...columns, which, rows: countRows(which, columns.call.length) };
  return new ShapedBlock({ length, thread, firstOrdinal, firstSeq }, shapes, cursor.part(), cursor.part(), room);
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
    head: Pick<AccessBlock, 'length' | 'thread' | 'firstOrdinal' | 'firstSeq'>, readonly shapes: Shapes,
    private readonly offsets: Cursor, private readonly times: Cursor, private readonly room?: Room,
  ) {
    this.length = head.length;
    this.thread = head.thread;
    this.firstOrdinal = head.firstOrdinal;
    this.firstSeq = head.firstSeq;
  }

  get call(): Uint32Array { return (this.#call ??= spread(this.shapes.which, this.shapes.call, this.column('call', Uint32Array))); }
  get insn(): Uint32Array { return (this.#insn ??= spread(this.shapes.which, this.shapes.insn, this.column('insn', Uint32Array))); }
  get region(): Uint32Array { return (this.#region ??= spread(this.shapes.which, this.shapes.region, this.column('region', Uint32Array))); }
  get anchor(): Uint32Array { return (this.#anchor ??= spread(this.shapes.which, this.shapes.anchor, this.column('anchor', Uint32Array))); }
  get offset(): Float64Array { return (this.#offset ??= readOffsets(fresh(this.offsets), this.shapes, this.column('offset', Float64Array))); }
  get size(): Float64Array { return (this.#size ??= spread(this.shapes.which, this.shapes.size, this.column('size', Float64Array))); }
  get flags(): Uint8Array { return (this.#flags ??= spread(this.shapes.which, this.shapes.flags, this.column('flags', Uint8Array))); }
  get count(): Uint32Array { return (this.#count ??= spread(this.shapes.which, this.shapes.count, this.column('count', Uint32Array))); }
  get time(): Float64Array { return (this.#time ??= fillTimes(fresh(this.times), this.column('time', Float64Array))); }

  private column<T extends Uint8Array | Uint32Array | Float64Array>(name: string, make: new (length: number) => T): T {
    return this.room ? this.room.of(name, make, this.length) : new make(this.length);
  }
}

function fresh({ bytes, at, end }: Cursor): Cursor {
  return new Cursor(bytes, at, end);
}

function readColumns(cursor: Cursor): Omit<Shapes, 'which' | 'rows'> {
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
function readWhich({ bytes, at: start, end }: Cursor, length: number, shapes: number): Uint8Array | Uint16Array {
  const width = shapes > 256 ? 2 : 1;
  if (end - start !== width * length) damaged();
  if (width === 1) return bytes.subarray(start, end);
  const out = new Uint16Array(length);
  for (let at = 0; at < length; at++) out[at] = (bytes[start + 2 * at] as number) | ((bytes[start + 2 * at + 1] as number) << 8);
  return out;
}

function countRows(which: Uint8Array | Uint16Array, shapes: number): Uint32Array {
  // Room for all numbers that may stand there: the loop needs no check then.
  const rows = new Uint32Array(2 ** (8 * which.BYTES_PER_ELEMENT));
  for (let at = 0; at < which.length; at++) rows[which[at] as number]!++;
  for (let shape = shapes; shape < rows.length; shape++) if (rows[shape] !== 0) damaged();
  return rows.subarray(0, shapes);
}

/** Each offset counts from the one before of the same shape. */
function readOffsets(cursor: Cursor, { which, rows }: Shapes, out: Float64Array): Float64Array {
  const last = new Float64Array(rows.length);
  const { bytes, end } = cursor;
  let place = cursor.at;
  for (let at = 0; at < out.length; at++) {
    const shape = which[at] as number;
    // One byte says it mostly, three nearly always; behind the end there is undefined, which is no bits at all.
    let value = place < end ? (bytes[place] as number) : 0x80;
    let width = 1;
    if (value >= 0x80) {
      const second = bytes[place + 1] as number;
      value = (value & 0x7f) | ((second & 0x7f) << 7);
      width = 2;
      if (second >= 0x80) {
        const third = bytes[place + 2] as number;
        value |= third << 14;
        width = third < 0x80 ? 3 : 0;
      }
    }
    if (width === 0 || place + width > end) {
      cursor.at = place;
      out[at] = last[shape] = (last[shape] as number) + unzigzag(cursor.varint());
      place = cursor.at;
      continue;
    }
    place += width;
    out[at] = last[shape] = (last[shape] as number) + ((value >>> 1) ^ -(value & 1));
  }
  return out;
}

function spread<T extends Uint8Array | Uint32Array | Float64Array>(which: Uint8Array | Uint16Array, values: T, out: T): T {
  for (let at = 0; at < which.length; at++) out[at] = values[which[at] as number] as number;
  return out;
}
