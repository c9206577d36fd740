import type { Trace } from '../../trace/model/types';
import type { Node } from '../../trace/format/summary';
import { visitBlocks, type Verdict } from '../../trace/queries/visit';
import { breathe } from '../canvas/breathe';
import type { RowTest } from '../state/search';

/** Ordinals in ascending order that grow while a recording is read. */
export interface Collected {
  readonly ordinals: readonly number[];
  readonly done: boolean;
  /** More than `MOST_COLLECTED` passed; the rest was left out. */
  readonly cut: boolean;
}

export const MOST_COLLECTED = 1_000_000;
const REPORT_EVERY_MS = 100;

/**
 * Gathers all accesses in the ranges that pass, and reports now and then and at the end; stops quietly when aborted.
 * @param judge what the index says of the test; what it excludes is not read
 */
export async function collect(
  trace: Trace, ranges: readonly (readonly [number, number])[], test: RowTest, signal: AbortSignal, report: (collected: Collected) => void, judge: (node: Node) => Verdict = () => 'some',
): Promise<void> {
  const ordinals: number[] = [];
  const pause = breathe();
  let told = performance.now();
  for (const [from, to] of ranges) {
    for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge })) {
      if (signal.aborted) return;
      for (let row = first; row < end; row++) {
        if (test(block, row)) ordinals.push(block.firstOrdinal + row);
      }
      if (ordinals.length > MOST_COLLECTED) return report({ ordinals: ordinals.slice(0, MOST_COLLECTED), done: true, cut: true });
      if (performance.now() - told > REPORT_EVERY_MS) {
        told = performance.now();
        report({ ordinals, done: false, cut: false });
      }
      await pause();
    }
  }
  if (!signal.aborted) report({ ordinals, done: true, cut: false });
}

/** Index of the first ordinal that is not below `ordinal`. */
export function indexOfOrdinal(ordinals: readonly number[], ordinal: number): number {
  let [low, high] = [0, ordinals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}
