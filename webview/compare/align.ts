import { diffArrays } from 'diff';
import type { Call, Trace } from '../../trace/model/types';
import { baseName } from '../text/format';

/** Two calls that stand for each other, or one that the other recording does not have. */
export interface Pair { readonly a: Call | null; readonly b: Call | null; readonly depth: number }

/** More differences than this are not worked out: the rest is paired in order. */
const MOST_EDITS = 4000;

/**
 * Pairs the calls of two recordings of the same program, in their order: a call stands for the next one of the same function, called from the same
 * place at the same depth. Lines may have moved between the two, so that of a call's place only the file counts where the line has no partner.
 */
export function alignCalls(a: Trace, b: Trace): Pair[] {
  const [left, right] = [flatten(a), flatten(b)];
  const changes = diffArrays(left.map(keyOf), right.map(keyOf), { maxEditLength: MOST_EDITS });
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  if (!changes) return inOrder(left, right);
  for (let at = 0; at < changes.length; at++) {
    const { count = 0, added, removed } = changes[at]!;
    const next = changes[at + 1];
    if (removed && next?.added) {
      // A stretch that was replaced: what has the same function in it still belongs together.
      pairs.push(...inOrder(left.slice(i, i + count), right.slice(j, j + (next.count ?? 0))));
      i += count;
      j += next.count ?? 0;
      at++;
    } else if (removed) for (let k = 0; k < count; k++) pairs.push(only(left[i++]!, null));
    else if (added) for (let k = 0; k < count; k++) pairs.push(only(null, right[j++]!));
    else for (let k = 0; k < count; k++) pairs.push(both(left[i++]!, right[j++]!));
  }
  return pairs;
}

interface Item { readonly call: Call; readonly depth: number }

/** Calls with those made from their callbacks behind them. */
function flatten(trace: Trace): Item[] {
  const items: Item[] = [];
  const walk = (call: Call, depth: number): void => {
    items.push({ call, depth });
    for (const id of call.children) {
      const child = trace.callById.get(id);
      if (child) walk(child, depth + 1);
    }
  };
  for (const call of trace.calls) if (call.parent === null || !trace.callById.has(call.parent)) walk(call, 0);
  return items;
}

const keyOf = ({ call, depth }: Item): string => `${depth} ${call.function} ${call.site ? `${baseName(call.site.file)}:${call.site.line}` : ''}`;
const looseKey = ({ call, depth }: Item): string => `${depth} ${call.function}`;
const both = (a: Item, b: Item): Pair => ({ a: a.call, b: b.call, depth: a.depth });
const only = (a: Item | null, b: Item | null): Pair => ({ a: a?.call ?? null, b: b?.call ?? null, depth: (a ?? b)?.depth ?? 0 });

/** Pairs what has the same function, in order; the rest stands alone. */
function inOrder(left: readonly Item[], right: readonly Item[]): Pair[] {
  const pairs: Pair[] = [];
  let j = 0;
  for (const item of left) {
    const at = right.findIndex((other, index) => index >= j && looseKey(other) === looseKey(item));
    if (at < 0) { pairs.push(only(item, null)); continue; }
    for (; j < at; j++) pairs.push(only(null, right[j]!));
    pairs.push(both(item, right[j++]!));
  }
  for (; j < right.length; j++) pairs.push(only(null, right[j]!));
  return pairs;
}
