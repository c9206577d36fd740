import { AccessFlag, type Trace } from '../../../trace/model/types';
import { breathe } from '../../canvas/breathe';
import { stretchesOf } from '../../canvas/lod';
import type { Axis, AxisWindow } from '../../state/state';
import type { Fold } from '../axis/fold';

/** Columns of the minimap, more than it has pixels. */
export const COLUMNS = 2048;

/** Accesses over the whole recording in equal stretches of one axis. */
export interface Columns { readonly reads: Uint32Array; readonly writes: Uint32Array }

/** Where a block of accesses lies; its time ascends. */
export interface BlockSpan { readonly first: number; readonly end: number; readonly timeFrom: number; readonly timeTo: number }

export interface Overview {
  readonly sequence: Columns;
  readonly time: Columns;
  readonly blocks: readonly BlockSpan[];
  /** Every access was counted. */
  readonly done: boolean;
}

/** From the index, or else by reading the whole recording once; reports on the way. */
export async function loadOverview(trace: Trace, fold: Fold, signal: AbortSignal, report: (overview: Overview) => void): Promise<void> {
  const stretches = trace.accessCount > INDEXED_ABOVE ? await stretchesOf(trace, 0, trace.accessCount, COLUMNS, signal) : null;
  if (!stretches) return readOverview(trace, fold, signal, report);
  const sequence = emptyColumns();
  const time = emptyColumns();
  const perOrdinal = COLUMNS / Math.max(1, trace.accessCount);
  const perPlace = COLUMNS / fold.length;
  for (const { from, to, node } of stretches) {
    for (const [columns, first, last] of [[sequence, from * perOrdinal, to * perOrdinal], [time, fold.toPlace(node.timeStart) * perPlace, fold.toPlace(node.timeEnd) * perPlace]] as const) {
      spread(columns.reads, first, last, node.accesses - node.writes);
      spread(columns.writes, first, last, node.writes);
    }
  }
  report({ sequence, time, blocks: stretches.map(({ from, to, node }) => ({ first: from, end: to, timeFrom: node.timeStart, timeTo: node.timeEnd })), done: true });
}

/** Adds a count evenly to the columns between two places. */
function spread(columns: Uint32Array, from: number, to: number, count: number): void {
  const first = Math.max(0, Math.min(COLUMNS - 1, Math.floor(from)));
  const last = Math.max(first, Math.min(COLUMNS - 1, Math.ceil(to) - 1));
  const each = count / (last - first + 1);
  for (let column = first; column <= last; column++) columns[column]! += Math.ceil(each);
}

/** Recordings up to this many accesses are read: that is exact, and quick enough. */
const INDEXED_ABOVE = 1_000_000;

/** Reads the whole recording once, and reports on the way. */
async function readOverview(trace: Trace, fold: Fold, signal: AbortSignal, report: (overview: Overview) => void): Promise<void> {
  const sequence = emptyColumns();
  const time = emptyColumns();
  const blocks: BlockSpan[] = [];
  const perOrdinal = COLUMNS / Math.max(1, trace.accessCount);
  const perPlace = COLUMNS / fold.length;
  const pause = breathe();
  let reported = performance.now();
  for await (const block of trace.blocks()) {
    signal.throwIfAborted();
    for (let i = 0; i < block.length; i++) {
      const write = (block.flags[i]! & AccessFlag.write) !== 0;
      count(sequence, Math.floor((block.firstOrdinal + i) * perOrdinal), write);
      count(time, Math.floor(fold.toPlace(block.time[i]!) * perPlace), write);
    }
    if (block.length) blocks.push({ first: block.firstOrdinal, end: block.firstOrdinal + block.length, timeFrom: block.time[0]!, timeTo: block.time[block.length - 1]! });
    if (performance.now() - reported > 200) {
      reported = performance.now();
      report({ sequence, time, blocks, done: false });
    }
    await pause();
  }
  signal.throwIfAborted();
  report({ sequence, time, blocks, done: true });
}

/** Ordinals that hold every access of the window; all of them as long as the blocks are not known. */
export function ordinalsOfWindow(axis: Axis, [from, to]: AxisWindow, overview: Overview | null, accessCount: number): readonly [number, number] {
  if (axis === 'sequence') return [Math.max(0, Math.floor(from)), Math.min(accessCount, Math.ceil(to))];
  if (!overview?.done) return [0, accessCount];
  const inside = overview.blocks.filter(block => block.timeTo >= from && block.timeFrom < to);
  return inside.length === 0 ? [0, 0] : [inside[0]!.first, inside.at(-1)!.end];
}

function emptyColumns(): Columns {
  return { reads: new Uint32Array(COLUMNS), writes: new Uint32Array(COLUMNS) };
}

function count(columns: Columns, column: number, write: boolean): void {
  const values = write ? columns.writes : columns.reads;
  values[Math.max(0, Math.min(COLUMNS - 1, column))]! += 1;
}
