import type { Call, Trace } from '../../trace/model/types';

/** One visible line of the tree. */
export interface CallRow { readonly call: Call; readonly depth: number; readonly open: boolean }

export type CallCompare = (a: Call, b: Call) => number;

/**
 * The tree as a list: calls made from a callback follow the call that was called back from, unless it is closed.
 * @param compare orders calls beside each other; null: as they were made
 */
export function visibleRows(trace: Trace, closed: ReadonlySet<number>, compare: CallCompare | null = null): readonly CallRow[] {
  const rows: CallRow[] = [];
  const ordered = (calls: readonly Call[]): readonly Call[] => (compare ? [...calls].sort((a, b) => compare(a, b) || a.id - b.id) : calls);
  const walk = (call: Call, depth: number): void => {
    const open = !closed.has(call.id);
    rows.push({ call, depth, open });
    if (!open) return;
    for (const child of ordered(call.children.flatMap(id => trace.callById.get(id) ?? []))) walk(child, depth + 1);
  };
  for (const call of ordered(trace.calls.filter(each => each.parent === null || !trace.callById.has(each.parent)))) walk(call, 0);
  return rows;
}

/** Row of a call, or of the closed call around it; -1 when there is neither. */
export function rowOf(rows: readonly CallRow[], trace: Trace, call: number): number {
  for (let at: number | null = call; at !== null; at = trace.callById.get(at)?.parent ?? null) {
    const index = rows.findIndex(row => row.call.id === at);
    if (index >= 0) return index;
  }
  return -1;
}
