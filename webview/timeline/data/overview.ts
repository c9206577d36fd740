import { AccessFlag, type Trace } from '../../../trace/model/types';
import { breathe } from '../../canvas/breathe';
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

/** Reads the whole recording once, and reports on the way. */
export async function loadOverview(trace: Trace, fold: Fold, signal: AbortSignal, report: (overview: Overview) => void): Promise<void> {
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
