import type { AccessBlock } from '../model/types';
import { anchors, deltas, offsets, runs } from './column';
import { Cursor, damaged } from './cursor';
import { BLOCK_ACCESSES } from './layout';
import type { Room } from './room';
import { BY_SHAPES, decodeByShapes } from './shapes';
import { fillTimes } from './times';

/** Kept in the file so that a reader can skip the anchors; the model says the same with `region` 0. */
const NEAR = 8;

/**
 * The payload of an ACCESSES block; throws TraceError `damaged`, now or when a damaged column is asked for.
 * @param room for the columns: the block is valid until the next one that uses it
 */
export function decodeAccesses(payload: Uint8Array, thread: number, items: number, room?: Room): AccessBlock {
  const cursor = new Cursor(payload);
  const firstOrdinal = cursor.varint();
  if (firstOrdinal === BY_SHAPES) return decodeByShapes(cursor, thread, items, room);
  const firstSeq = cursor.varint();
  const length = cursor.varint();
  if (length !== items || length > BLOCK_ACCESSES) damaged();
  const parts = Array.from({ length: 9 }, () => cursor.part());
  return new Columns(length, thread, firstOrdinal, firstSeq, parts);
}

/** Decodes a column when it is asked for first: most questions are about few of them. */
class Columns implements AccessBlock {
  readonly shapes = null;
  #call: Uint32Array | null = null;
  #insn: Uint32Array | null = null;
  #region: Uint32Array | null = null;
  #anchor: Uint32Array | null = null;
  #offset: Float64Array | null = null;
  #size: Float64Array | null = null;
  #flags: Uint8Array | null = null;
  #count: Uint32Array | null = null;
  #time: Float64Array | null = null;

  constructor(readonly length: number, readonly thread: number, readonly firstOrdinal: number, readonly firstSeq: number, private readonly parts: readonly Cursor[]) {}

  get call(): Uint32Array { return (this.#call ??= runs(this.part(0), new Uint32Array(this.length))); }
  get insn(): Uint32Array { return (this.#insn ??= deltas(this.part(1), new Uint32Array(this.length))); }
  get region(): Uint32Array { return (this.#region ??= runs(this.part(2), new Uint32Array(this.length))); }
  get offset(): Float64Array { return (this.#offset ??= offsets(this.part(3), this.insn)); }
  get size(): Float64Array { return (this.#size ??= runs(this.part(4), new Float64Array(this.length))); }
  get flags(): Uint8Array { return (this.#flags ??= runs(this.part(5), new Uint8Array(this.length), ~NEAR)); }
  get count(): Uint32Array { return (this.#count ??= runs(this.part(6), new Uint32Array(this.length))); }
  get anchor(): Uint32Array { return (this.#anchor ??= anchors(this.part(7), this.region)); }
  get time(): Float64Array { return (this.#time ??= fillTimes(this.part(8), new Float64Array(this.length))); }

  /** A fresh reader of a column. */
  private part(at: number): Cursor {
    const { bytes, at: from, end } = this.parts[at] as Cursor;
    return new Cursor(bytes, from, end);
  }
}
