/**
 * Questions to a recording, one file each beside this one. What they have in common:
 *
 * - Accesses are named by their ordinals. A *moment* is an ordinal too: "after access N was made", -1 before the first.
 * - What belongs together across threads is ordered by time, within a thread by ordinal (`order.ts`).
 * - Everything reads as few blocks as the index allows and keeps nothing but its answer: the cost grows with the answer.
 * - `signal` gives up: the promise is rejected with its reason. A damaged block rejects with TraceError `damaged`.
 */
import type { AccessBlock, Site } from '../model/types';
import type { Wanted } from './visit';

/** Bytes [offset, offset + size) from the start of a region; they may lie in front of or behind it. */
export interface ByteRange { readonly region: number; readonly offset: number; readonly size: number }

export type KindWanted = 'read' | 'write' | 'any';

export interface Options {
  readonly signal?: Pick<AbortSignal, 'throwIfAborted'>;
}

export interface SearchOptions extends Options {
  /** Default: any. */
  readonly kind?: KindWanted;
  /** What else they have to be; `trace/filter` makes it from text. */
  readonly filter?: Wanted | null;
  /** Half-open range of ordinals to look at; default: all. */
  readonly from?: number;
  readonly to?: number;
}

/** Accesses of one block, in file order. */
export interface FoundRows { readonly block: AccessBlock; readonly rows: readonly number[] }

/** Contents of a region at a moment; a byte counts only where `known` is 1. */
export interface Contents {
  readonly bytes: Uint8Array;
  readonly known: Uint8Array;
  /** Ordinal of the last write to each byte in the call so far, -1 where there is none. */
  readonly writer: Float64Array;
}

/** Neighbouring bytes that have changed between two moments; null: not known at that moment. */
export interface Change { readonly offset: number; readonly size: number; readonly before: Uint8Array | null; readonly after: Uint8Array | null }

/** What a set of accesses adds up to. Bytes count each time they are touched. */
export interface Totals { readonly reads: number; readonly writes: number; readonly bytesRead: number; readonly bytesWritten: number }

/** `file` and `line` are null together: code without line numbers, named by function and module. */
export interface ByLine extends Totals { readonly file: string | null; readonly line: number | null; readonly function: string | null; readonly module: string | null; readonly insns: readonly number[] }
export interface ByFunction extends Totals { readonly function: string | null; readonly module: string | null; readonly file: string | null; readonly insns: readonly number[] }
export interface ByInsn extends Totals { readonly insn: number }
/** Accesses of all calls that one place in JavaScript made. */
export interface BySite extends Totals { readonly site: Site | null; readonly calls: readonly number[] }

/** A stretch of a region whose bytes were touched equally often. */
export interface HotBytes { readonly offset: number; readonly size: number; readonly reads: number; readonly writes: number }

/** What two calls did with the memory that has the same label in both; null: the call has no such region. */
export interface RegionDifference {
  readonly label: string;
  readonly first: number | null; readonly second: number | null;
  /** Contents when the call began, and when it had ended, as far as both are known. */
  readonly before: readonly Change[]; readonly after: readonly Change[];
  /** Bytes that one of them read or wrote and the other did not. */
  readonly readByFirst: readonly Stretch[]; readonly readBySecond: readonly Stretch[];
  readonly writtenByFirst: readonly Stretch[]; readonly writtenBySecond: readonly Stretch[];
}

/** A stretch of a region, from its start. */
export interface Stretch { readonly offset: number; readonly size: number }

export type Shape = 'single' | 'same place' | 'sequential' | 'backwards' | 'stride' | 'random';

/** How one instruction of a line goes through memory. */
export interface AccessPattern {
  readonly insn: number;
  readonly accesses: number;
  readonly shape: Shape;
  /** Bytes from one access to the next, where one distance makes up most of them; else null. */
  readonly stride: number | null;
  /** Share of the steps that have this distance, 0..1. */
  readonly regularity: number;
  /** Distinct lines of 64 bytes touched. */
  readonly cacheLines: number;
  /** Distinct lines touched between two touches of the same line, median and 90th percentile; null where no line was touched twice. */
  readonly reuse: { readonly median: number; readonly high: number } | null;
  /** Only the first accesses were looked at: so many. */
  readonly looked: number;
}

/** One cell of a picture: a stretch of time and a stretch of a region. */
export interface Cell {
  /** Half-open: accesses [first, last + 1) are the earliest and the latest in it. */
  readonly first: number; readonly last: number;
  readonly timeStart: number; readonly timeEnd: number;
  readonly offset: number; readonly size: number;
  readonly reads: number; readonly writes: number;
}

/** A region over a stretch of the recording, in at most about as many cells as were asked for. */
export interface Picture {
  readonly cells: readonly Cell[];
  /** Bytes of a cell, at least: cells may be as coarse as this. */
  readonly tile: number;
  /** Every cell is a single access. */
  readonly single: boolean;
}

export interface PictureOptions extends Options {
  /** Half-open range of ordinals; default: all. */
  readonly from?: number; readonly to?: number;
  /** Room across (time) and down (bytes), in cells. */
  readonly columns: number; readonly rows: number;
}
