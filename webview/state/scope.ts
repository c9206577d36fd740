import type { Call, Trace } from '../../trace/model/types';

/** Is `call` the scope itself, or made (at any depth) from one of its callbacks? Everything is inside null. */
export function isInside(trace: Trace, call: number, scope: number | null): boolean {
  if (scope === null) return true;
  for (let at: number | null = call; at !== null; at = trace.callById.get(at)?.parent ?? null) {
    if (at === scope) return true;
  }
  return false;
}

/** The call and all calls made from its callbacks, outer before inner; all calls for null. */
export function callsInside(trace: Trace, scope: number | null): readonly Call[] {
  if (scope === null) return trace.calls;
  const call = trace.callById.get(scope);
  return call ? [call, ...call.children.flatMap(child => callsInside(trace, child))] : [];
}

/** Half-open range of ordinals that holds all accesses of the scope (others may lie between). */
export function ordinalsOf(trace: Trace, scope: number | null): readonly [number, number] {
  if (scope === null) return [0, trace.accessCount];
  const used = callsInside(trace, scope).filter(call => call.lastOrdinal > call.firstOrdinal);
  if (used.length === 0) return [0, 0];
  return [Math.min(...used.map(call => call.firstOrdinal)), Math.max(...used.map(call => call.lastOrdinal))];
}
