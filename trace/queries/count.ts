import type { AccessBlock, Trace } from '../model/types';
import type { SearchOptions } from './types';
import { visit, type Verdict, type Wanted } from './visit';

/** How many accesses match, in all and in each call that has any. */
export interface CallCounts { readonly total: number; readonly perCall: ReadonlyMap<number, number>; /** Number of accesses that were looked at, from the first. */ readonly upTo: number }

/** How many accesses match; where the index knows, without reading them. `progress` gets the count so far. */
export async function countThat(trace: Trace, wanted: Wanted, options: SearchOptions = {}, progress?: (count: number, upTo: number) => void): Promise<number> {
  const range = rangeOf(trace, options);
  const scan = trace.scan();
  let count = 0;
  for await (const { node, block: number } of visit(trace, { ...range, judge: one => wanted.judge(one) })) {
    if (node) {
      count += node.accesses;
      continue;
    }
    const block = await scan.block(number);
    count += countIn(block, wanted, range);
    progress?.(count, block.firstOrdinal + block.length);
  }
  return count;
}

/** The same call by call, as it goes on: the last one has everything. What it gives is one object that grows. */
export async function* countByCall(trace: Trace, wanted: Wanted, options: SearchOptions = {}): AsyncGenerator<CallCounts> {
  const range = rangeOf(trace, options);
  const perCall = new Map<number, number>();
  const scan = trace.scan();
  const counts = { total: 0, perCall, upTo: range.from };
  const add = (call: number, matching: number): void => {
    if (matching === 0) return;
    counts.total += matching;
    perCall.set(call, (perCall.get(call) ?? 0) + matching);
  };
  // A node knows its accesses by call where there is one call only.
  const judge: Wanted['judge'] = (node): Verdict => { const verdict = wanted.judge(node); return verdict === 'all' && node.calls[0] !== node.calls[1] ? 'some' : verdict; };
  for await (const { node, block: number } of visit(trace, { ...range, judge })) {
    if (node) add(node.calls[0], node.accesses);
    const block = number === null ? null : await scan.block(number);
    if (block) eachCount(block, wanted, range, add);
    counts.upTo = block ? block.firstOrdinal + block.length : node ? node.firstOrdinal + node.accesses : counts.upTo;
    yield counts;
  }
  counts.upTo = range.to;
  yield counts;
}

function rangeOf(trace: Trace, { from = 0, to = trace.accessCount, signal }: SearchOptions): { from: number; to: number; signal: SearchOptions['signal'] | undefined } {
  return { from, to, signal };
}

function countIn(block: AccessBlock, wanted: Wanted, { from, to }: { from: number; to: number }): number {
  const mask = wanted.shapes?.(block) ? null : wanted.mask?.(block);
  let count = 0;
  if (!mask) eachCount(block, wanted, { from, to }, (_, matching) => { count += matching; });
  else for (let row = Math.max(0, from - block.firstOrdinal), end = Math.min(block.length, to - block.firstOrdinal); row < end; row++) count += mask[row] as number;
  return count;
}

/** Calls `add` with calls and how many of their accesses in the block match; a call may come several times. */
function eachCount(block: AccessBlock, wanted: Wanted, { from, to }: { from: number; to: number }, add: (call: number, matching: number) => void): void {
  const [first, end] = [Math.max(0, from - block.firstOrdinal), Math.min(block.length, to - block.firstOrdinal)];
  const { shapes } = block;
  const matching = shapes && first === 0 && end === block.length ? wanted.shapes?.(block) : null;
  if (shapes && matching) {
    for (let shape = 0; shape < shapes.rows.length; shape++) if (matching[shape]) add(shapes.call[shape] as number, shapes.rows[shape] as number);
    return;
  }
  const { call } = block;
  const mask = wanted.mask?.(block);
  let [current, count] = [-1, 0];
  for (let row = first; row < end; row++) {
    if (mask ? mask[row] === 0 : !wanted.matches(block, row)) continue;
    if (call[row] !== current) {
      if (count > 0) add(current, count);
      [current, count] = [call[row] as number, 0];
    }
    count++;
  }
  if (count > 0) add(current, count);
}
