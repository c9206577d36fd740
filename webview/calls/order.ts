import type { Call } from '../../trace/model/types';
import type { CallOrder, Choices } from '../state/choices';
import type { CallCompare } from './rows';

/** Comparison for the chosen order; null for the order in which calls were made. `found` counts the findings of a call. */
export function callCompare({ callOrder, descending }: Choices, found: (call: number) => number): CallCompare | null {
  if (callOrder === 'call') return descending ? (a, b) => b.id - a.id : null;
  const sign = descending ? -1 : 1;
  if (callOrder === 'function') return (a, b) => sign * (a.function < b.function ? -1 : Number(a.function > b.function));
  return (a, b) => sign * (keyOf(a, callOrder, found) - keyOf(b, callOrder, found));
}

function keyOf(call: Call, order: Exclude<CallOrder, 'call' | 'function'>, found: (call: number) => number): number {
  // A call that did not return ran longest.
  if (order === 'time') return call.end === null ? Infinity : call.end - call.start;
  return order === 'findings' ? found(call.id) : call[order];
}
