import type { AccessBlock, Trace } from '../model/types';
import { SameBytes } from './bytes';
import { isAfter, momentOf, threadsOf, type Moment } from './order';
import type { ByteRange, SearchOptions } from './types';
import { both, visitBlocks, type Wanted } from './visit';

/** The first access to these bytes after the moment of access `after` (-1: the first of all), on whichever thread; its ordinal. */
export function nextAccess(trace: Trace, bytes: ByteRange, after: number, options: SearchOptions = {}): Promise<number | null> {
  return findNext(trace, both(new SameBytes(trace, bytes, options.kind), options.filter), after, options);
}

/** The last access to these bytes before access `before` (the number of accesses: the last of all); its ordinal. */
export function previousAccess(trace: Trace, bytes: ByteRange, before: number, options: SearchOptions = {}): Promise<number | null> {
  return findPrevious(trace, both(new SameBytes(trace, bytes, options.kind), options.filter), before, options);
}

/** The last write to a byte up to and with the moment of access `moment`; its ordinal, null: nothing wrote it. */
export function lastWriter(trace: Trace, region: number, offset: number, moment: number, options: SearchOptions = {}): Promise<number | null> {
  return previousAccess(trace, { region, offset, size: 1 }, moment + 1, { ...options, kind: 'write' });
}

export function findNext(trace: Trace, wanted: Wanted, after: number, options: SearchOptions = {}): Promise<number | null> {
  return find(trace, wanted, after, false, options);
}

export function findPrevious(trace: Trace, wanted: Wanted, before: number, options: SearchOptions = {}): Promise<number | null> {
  return find(trace, wanted, before, true, options);
}

async function find(trace: Trace, wanted: Wanted, at: number, backward: boolean, options: SearchOptions): Promise<number | null> {
  const start = await momentOf(trace, at);
  let best: Moment | null = null;
  for (const thread of threadsOf(trace)) {
    const found = await findOnThread(trace, wanted, thread, { start, backward, best, options });
    if (found && (!best || isAfter(best, found) !== backward)) best = found;
  }
  return best?.ordinal ?? null;
}

interface Search { readonly start: Moment; readonly backward: boolean; readonly best: Moment | null; readonly options: SearchOptions }

async function findOnThread(trace: Trace, wanted: Wanted, thread: number, { start, backward, best, options }: Search): Promise<Moment | null> {
  const own = thread === start.thread;
  const [low, high] = [options.from ?? 0, options.to ?? trace.accessCount];
  const [from, to] = own ? (backward ? [low, Math.min(high, start.ordinal)] : [Math.max(low, start.ordinal + 1), high]) : [low, high];
  const inTime = (first: number, last: number): boolean =>
    own || (backward ? first <= start.time && last >= (best?.time ?? -Infinity) : last >= start.time && first <= (best?.time ?? Infinity));
  const judge: Wanted['judge'] = node => (inTime(node.timeStart, node.timeEnd) ? wanted.judge(node) : 'none');
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, thread, backward, judge, signal: options.signal })) {
    const row = backward ? lastRow(block, first, end, wanted, start) : firstRow(block, first, end, wanted, start);
    if (row !== null) return momentAt(block, row);
  }
  return null;
}

function firstRow(block: AccessBlock, from: number, to: number, wanted: Wanted, start: Moment): number | null {
  for (let row = from; row < to; row++) if (wanted.matches(block, row) && isAfter(momentAt(block, row), start)) return row;
  return null;
}

function lastRow(block: AccessBlock, from: number, to: number, wanted: Wanted, start: Moment): number | null {
  for (let row = to - 1; row >= from; row--) if (wanted.matches(block, row) && isAfter(start, momentAt(block, row))) return row;
  return null;
}

function momentAt(block: AccessBlock, row: number): Moment {
  return { ordinal: block.firstOrdinal + row, thread: block.thread, time: block.time[row] as number };
}
