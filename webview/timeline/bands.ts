import type { Trace } from '../../trace/model/types';
import type { Axis } from '../state/state';

/** A call as a band of the timeline; from and to in units of the axis. */
export interface Band { readonly call: number; readonly from: number; readonly to: number; readonly row: number; readonly callback: boolean }

export const MOST_ROWS = 4;

/**
 * Puts calls and callbacks into rows: nested ones below what they are nested in, those that overlap on other threads wherever there is room.
 * Rows beyond the last are left out.
 */
export function callBands(trace: Trace, axis: Axis): Band[] {
  const spans = [...callSpans(trace, axis), ...callbackSpans(trace, axis)]
    .sort((a, b) => a.from - b.from || b.to - a.to || a.depth - b.depth);
  const ends: number[] = [];
  const rowOf = new Map<number, number>();
  const callbackRowOf = new Map<number, number>();
  const bands: Band[] = [];
  for (const { call, owner, from, to, callback } of spans) {
    // Calls made in a callback hang below it, callbacks below their call.
    const above = owner === null ? -1 : (callback ? undefined : callbackRowOf.get(owner)) ?? rowOf.get(owner) ?? -1;
    let row = above + 1;
    while (row < MOST_ROWS && (ends[row] ?? -Infinity) > from) row++;
    if (row >= MOST_ROWS) continue;
    ends[row] = to;
    (callback ? callbackRowOf : rowOf).set(call, row);
    bands.push({ call, from, to, row, callback });
  }
  return bands;
}

interface Span { call: number; owner: number | null; from: number; to: number; depth: number; callback: boolean }

function callSpans(trace: Trace, axis: Axis): Span[] {
  return trace.calls.map(call => ({
    call: call.id, owner: call.parent, depth: depthOf(trace, call.id) * 2, callback: false,
    from: axis === 'time' ? call.start : call.firstOrdinal,
    to: axis === 'time' ? call.end ?? trace.info.duration : Math.max(call.lastOrdinal, call.firstOrdinal, ...call.children.map(id => trace.callById.get(id)?.lastOrdinal ?? 0)),
  }));
}

/** On the sequence axis a callback covers the accesses of the calls made in it; one without any is not drawn there. */
function callbackSpans(trace: Trace, axis: Axis): Span[] {
  return trace.callbacks.flatMap(({ call, start, end }) => {
    const span = { call, owner: call, depth: depthOf(trace, call) * 2 + 1, callback: true };
    const until = end ?? trace.info.duration;
    if (axis === 'time') return [{ ...span, from: start, to: until }];
    const inside = (trace.callById.get(call)?.children ?? []).map(id => trace.callById.get(id)!).filter(child => child && child.start >= start && child.start < until);
    const used = inside.filter(child => child.lastOrdinal > child.firstOrdinal);
    return used.length === 0 ? [] : [{ ...span, from: Math.min(...used.map(each => each.firstOrdinal)), to: Math.max(...used.map(each => each.lastOrdinal)) }];
  });
}

function depthOf(trace: Trace, call: number): number {
  let depth = 0;
  for (let at = trace.callById.get(call)?.parent ?? null; at !== null && depth < 64; at = trace.callById.get(at)?.parent ?? null) depth++;
  return depth;
}
