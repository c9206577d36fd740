import { Cursor, damaged, unzigzag } from './cursor';

/** What happened to a region under one node of the index; arrays have one entry a tile that was touched, by place. */
export interface RegionSummary {
  readonly region: number;
  /** The region is only the nearest one to these accesses. */
  readonly near: boolean;
  /** Half-open range of offsets that were touched. */
  readonly low: number; readonly high: number;
  readonly reads: number; readonly writes: number;
  /** Bytes of a tile; null: the children have the tiles, or (near) there are none. */
  readonly tile: number | null;
  readonly index: Float64Array;
  readonly tileReads: Float64Array; readonly tileWrites: Float64Array;
  /** Ordinals of the first and the last access. */
  readonly first: Float64Array; readonly last: Float64Array;
}

/** One node of the index: what a stretch of accesses contains. */
export interface Node {
  readonly level: number;
  /** Number of the node in its level. */
  readonly number: number;
  readonly firstOrdinal: number; readonly accesses: number;
  readonly writes: number; readonly kernel: number; readonly uncertain: number;
  /** 0: several. */
  readonly thread: number;
  readonly timeStart: number; readonly timeEnd: number;
  /** Lowest and highest. */
  readonly calls: readonly [number, number];
  readonly sizes: readonly [number, number];
  readonly insns: { readonly id: Float64Array; readonly reads: Float64Array; readonly writes: Float64Array; readonly bytesRead: Float64Array; readonly bytesWritten: Float64Array };
  readonly regions: readonly RegionSummary[];
  /** Whether all regions are listed. */
  readonly all: boolean;
}

const NO_TILES = 63;
/** More would not fit into a block. */
const MOST = 1 << 24;

/** The nodes of a SUMMARY block; throws TraceError `damaged`. */
export function decodeSummary(payload: Uint8Array): Node[] {
  const cursor = new Cursor(payload);
  const level = cursor.varint();
  const first = cursor.varint();
  return Array.from({ length: count(cursor) }, (_, at) => decodeNode(cursor.part(), level, first + at));
}

function decodeNode(cursor: Cursor, level: number, number: number): Node {
  const [firstOrdinal, accesses, writes, kernel, uncertain, thread] = [cursor.varint(), cursor.varint(), cursor.varint(), cursor.varint(), cursor.varint(), cursor.varint()];
  const [timeStart, timeEnd] = span(cursor);
  const calls = span(cursor);
  const sizes = span(cursor);
  const insns = count(cursor);
  return {
    level, number, firstOrdinal, accesses, writes, kernel, uncertain, thread, timeStart, timeEnd, calls, sizes,
    insns: {
      id: ascending(cursor, insns, 0), reads: column(cursor, insns), writes: column(cursor, insns),
      bytesRead: column(cursor, insns), bytesWritten: column(cursor, insns),
    },
    all: cursor.varint() === 1, regions: decodeRegions(cursor, firstOrdinal),
  };
}

function decodeRegions(cursor: Cursor, firstOrdinal: number): RegionSummary[] {
  let region = 0;
  return Array.from({ length: count(cursor) }, () => decodeRegion(cursor, (region += cursor.varint()), firstOrdinal));
}

function decodeRegion(cursor: Cursor, region: number, firstOrdinal: number): RegionSummary {
  const near = cursor.varint() === 1;
  const low = unzigzag(cursor.varint());
  const high = low + cursor.varint();
  const [reads, writes, shift, tiles] = [cursor.varint(), cursor.varint(), cursor.varint(), count(cursor)];
  const index = ascending(cursor, tiles, 1);
  const [tileReads, tileWrites] = [column(cursor, tiles), column(cursor, tiles)];
  const first = tiles === 0 ? NONE : new Float64Array(tiles);
  let before = firstOrdinal;
  for (let at = 0; at < tiles; at++) first[at] = before += unzigzag(cursor.varint());
  const last = column(cursor, tiles);
  for (let at = 0; at < tiles; at++) last[at] = (last[at] as number) + (first[at] as number);
  return { region, near, low, high, reads, writes, tile: near || shift >= NO_TILES ? null : 2 ** shift, index, tileReads, tileWrites, first, last };
}

function count(cursor: Cursor): number {
  const value = cursor.varint();
  return value > MOST || value > cursor.end - cursor.at ? damaged() : value;
}

function span(cursor: Cursor): [number, number] {
  const low = cursor.varint();
  return [low, low + cursor.varint()];
}

/** High nodes name thousands of regions without tiles. */
const NONE = new Float64Array(0);

function column(cursor: Cursor, length: number): Float64Array {
  if (length === 0) return NONE;
  const out = new Float64Array(length);
  for (let at = 0; at < length; at++) out[at] = cursor.varint();
  return out;
}

/** Differences, each less `step` than it is. */
function ascending(cursor: Cursor, length: number, step: number): Float64Array {
  if (length === 0) return NONE;
  const out = new Float64Array(length);
  let value = -step;
  for (let at = 0; at < length; at++) out[at] = value += cursor.varint() + step;
  return out;
}
