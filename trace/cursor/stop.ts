import type { Call } from '../model/types';
import type { Query, RowTest, Span } from './search';

/** A condition under which a replay stops, whichever way it runs. `id` is whoever made it. */
export interface Stop {
  readonly id: string;
  /** Accesses to stop at; null: at none. */
  readonly accesses: Query | null;
  /** Boundaries of calls to stop at; null: at none. */
  readonly boundary: ((call: Call, kind: 'begin' | 'end') => boolean) | null;
  /** Is told of every arrival; false: this one does not count. */
  readonly counts: () => boolean;
}

/** One query for all that stop at accesses; null when none does. */
export function together(stops: readonly Stop[]): Query | null {
  const queries = stops.flatMap(({ accesses }) => accesses ?? []);
  const [only] = queries;
  if (!only) return null;
  if (queries.length === 1) return only;
  const tests: readonly RowTest[] = queries.map(({ test }) => test);
  const spans: Span[] = [];
  let everywhere = false;
  for (const query of queries) {
    if (query.spans === null) everywhere = true;
    else spans.push(...query.spans);
  }
  return { test: (block, row) => tests.some(test => test(block, row)), spans: everywhere ? null : spans };
}
