import { AccessFlag, type AccessBlock, type Trace } from '../../../trace/model/types';
import { scanBlocks, visitBlocks } from '../../../trace/queries/visit';
import { breathe, ROWS_AT_ONCE } from '../../canvas/breathe';
import type { AccessMatcher } from '../../state/filter';
import type { Axis, AxisWindow } from '../../state/state';
import type { Grouping } from '../lanes/grouping';
import { rowsIn } from './rows';

export interface ScanRequest {
  readonly trace: Trace;
  readonly grouping: Pick<Grouping, 'each'>;
  readonly axis: Axis;
  readonly window: AxisWindow;
  /** Half-open range that holds every access of the window. */
  readonly ordinals: readonly [number, number];
  readonly matcher: AccessMatcher | null;
  readonly signal: AbortSignal;
}

/** What one track had in the window. */
export interface TrackStats { reads: number; writes: number; matched: number; /** Touched bytes: [low, high). */ low: number; high: number }

/** One access of the window with what its mark needs. */
export interface Item {
  readonly ordinal: number;
  /** Place on the axis: the middle of the ordinal's unit, or nanoseconds. */
  readonly at: number;
  readonly track: number;
  readonly offset: number;
  readonly size: number;
  readonly flags: number;
  readonly matched: boolean;
}

export interface Scan {
  readonly window: AxisWindow;
  readonly axis: Axis;
  /** By track index. */
  readonly stats: ReadonlyMap<number, TrackStats>;
  readonly reads: number;
  readonly writes: number;
  readonly matched: number;
  /** Single accesses in the order of the file; null when the window holds too many. */
  readonly items: readonly Item[] | null;
}

/** Windows with more accesses than this are drawn from sums. */
export const MOST_ITEMS = 20_000;

/** Walks the window once. */
export async function scanWindow(request: ScanRequest): Promise<Scan> {
  const stats = new Map<number, TrackStats>();
  const totals = { reads: 0, writes: 0, matched: 0 };
  let items: Item[] | null = [];
  // A row that is in several lanes still is one access.
  let counted = -1;
  await eachBlock(request, (block, first, end) => {
    if (items && items.length + end - first > MOST_ITEMS) items = null;
    request.grouping.each(block, first, end, (i, track, offset) => {
      const entry = statsOf(stats, track);
      const size = block.size[i]!;
      const write = (block.flags[i]! & AccessFlag.write) !== 0;
      const matched = !request.matcher || request.matcher.matches(block, i);
      if (write) entry.writes++; else entry.reads++;
      if (matched) entry.matched++;
      if (block.firstOrdinal + i !== counted) {
        counted = block.firstOrdinal + i;
        if (write) totals.writes++; else totals.reads++;
        if (matched) totals.matched++;
      }
      if (offset < entry.low) entry.low = offset;
      if (offset + size > entry.high) entry.high = offset + size;
      items?.push({ ordinal: block.firstOrdinal + i, at: axisPlace(block, i, request.axis), track, offset, size, flags: block.flags[i]!, matched });
    });
  });
  return { window: request.window, axis: request.axis, stats, ...totals, items };
}

/** So many accesses are read once and not kept. */
const SCANNED_ABOVE = 500_000;

/** Calls back with the rows of each block that lie in the window, some at a time, and lets the page draw in between. */
export async function eachBlock(request: Omit<ScanRequest, 'matcher' | 'grouping'>, visit: (block: AccessBlock, first: number, end: number) => void): Promise<void> {
  const { trace, ordinals: [from, to], signal } = request;
  const pause = breathe();
  const what = { from, to, judge: () => 'some' as const, signal };
  for await (const { block } of to - from > SCANNED_ABOVE ? scanBlocks(trace, what) : visitBlocks(trace, what)) {
    const [first, end] = rowsIn(block, request.axis, request.window);
    for (let at = first; at < end; at += ROWS_AT_ONCE) {
      visit(block, at, Math.min(end, at + ROWS_AT_ONCE));
      await pause();
    }
    await pause();
  }
  signal.throwIfAborted();
}

export function axisPlace(block: AccessBlock, row: number, axis: Axis): number {
  return axis === 'sequence' ? block.firstOrdinal + row + 0.5 : block.time[row]!;
}

function statsOf(stats: Map<number, TrackStats>, track: number): TrackStats {
  let entry = stats.get(track);
  if (!entry) stats.set(track, entry = { reads: 0, writes: 0, matched: 0, low: Infinity, high: -Infinity });
  return entry;
}
