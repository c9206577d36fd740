import type { Call, Trace } from '../model/types';

/** Where a call begins or ends among the accesses of its thread: before the access with number `at` or above. */
export interface Boundary { readonly kind: 'begin' | 'end'; readonly call: Call; at: number; readonly depth: number }

/** The boundaries of the calls of one thread, in order. A call that was running when the recording ended has no end. */
export function boundariesOf(trace: Trace, thread: number): readonly Boundary[] {
  const calls = trace.calls.filter(call => call.thread === thread).sort((a, b) => a.start - b.start || a.id - b.id);
  const boundaries: Boundary[] = [];
  const open: Call[] = [];
  const close = (): void => {
    const call = open.pop() as Call;
    if (call.end !== null) boundaries.push({ kind: 'end', call, at: ownAccesses(call) ? call.lastOrdinal : NaN, depth: open.length });
  };
  for (const call of calls) {
    while (open.length > 0 && open.at(-1)?.id !== call.parent) close();
    boundaries.push({ kind: 'begin', call, at: ownAccesses(call) ? call.firstOrdinal : NaN, depth: open.length });
    open.push(call);
  }
  while (open.length > 0) close();
  return placed(boundaries);
}

function ownAccesses(call: Call): boolean {
  return call.reads + call.writes > 0;
}

/**
 * Boundaries of calls without accesses, and of calls whose nested calls reach further than their own accesses, get the place
 * that their neighbours leave: a begin as late, an end as early as can be.
 */
function placed(boundaries: readonly Boundary[]): readonly Boundary[] {
  let latest = 0;
  for (const boundary of boundaries) {
    if (Number.isNaN(boundary.at) && boundary.kind === 'end') boundary.at = latest;
    if (!Number.isNaN(boundary.at)) latest = boundary.at = Math.max(latest, boundary.at);
  }
  let next = Infinity;
  for (let index = boundaries.length - 1; index >= 0; index--) {
    const boundary = boundaries[index] as Boundary;
    if (Number.isNaN(boundary.at)) boundary.at = next === Infinity ? latest : next;
    next = boundary.at = Math.min(next, boundary.at);
  }
  return boundaries;
}
