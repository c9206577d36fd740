import { compileFilter as compile, type AccessFilter } from '../../trace/filter/filter';
import type { Trace } from '../../trace/model/types';

/** Decides row by row which accesses are shown in full ink. */
export type AccessMatcher = AccessFilter;

/** What stands in the filter box. `matcher` is null when nothing is filtered: the box is empty, or `error` names the wrong term. */
export interface FilterState {
  readonly text: string;
  readonly matcher: AccessMatcher | null;
  readonly error: string | null;
  /** Where in the text `error` is, in characters. */
  readonly at: { readonly start: number; readonly end: number } | null;
}

/** Compiles what was typed. A wrong term filters nothing and is named in `error`. */
export function compileFilter(text: string, trace: Trace): FilterState {
  const { filter, error, at } = compile(text, trace);
  return { text, matcher: filter, error, at };
}
