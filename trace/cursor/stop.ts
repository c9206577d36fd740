import type { Call } from '../model/types';
import type { Query, RowTest } from './search';

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
  if (!only || queries.length === 1) return only ?? null;
  const tests: readonly RowTest[] = queries.map(({ test }) => test);
  return {
    test: (block, row) => tests.some(test => test(block, row)), within: range => queries.some(({ within }) => within(range)),
    judge: node => queries.some(({ judge }) => judge?.(node) !== false),
  };
}
