import type { AccessBlock, Trace } from '../model/types';
import { parseTerm, splitTerms } from './parse';
import { termKinds, type RowTest } from './terms';

/** Decides which accesses of a recording match. */
export interface AccessFilter { matches(block: AccessBlock, row: number): boolean }

/** `filter` is null when nothing is filtered: the text is empty, or `error` names the wrong term, with an example. */
export interface CompiledFilter { readonly filter: AccessFilter | null; readonly error: string | null }

/** Compiles terms for one recording. All terms have to hold; `-` in front of one negates it. */
export function compileFilter(text: string, trace: Trace): CompiledFilter {
  const tests: RowTest[] = [];
  for (const word of splitTerms(text)) {
    const test = compileTerm(word, trace);
    if (typeof test === 'string') return { filter: null, error: test };
    tests.push(test);
  }
  if (tests.length === 0) return { filter: null, error: null };
  return { filter: { matches: (block, row) => tests.every(test => test(block, row)) }, error: null };
}

/** The test, or what is wrong with the term. */
function compileTerm(word: string, trace: Trace): RowTest | string {
  const term = parseTerm(word);
  const kind = term && Object.hasOwn(termKinds, term.key) ? termKinds[term.key] : undefined;
  if (!term || !kind) return `"${word}" is not a term of the filter; terms are ${examples()}`;
  const test = kind.compile(term, trace);
  if (!test) return `"${word}" can't be understood; an example: ${kind.example}`;
  return term.negated ? (block, row) => !test(block, row) : test;
}

/** One example of each kind of term: "kind:write by:kernel ...". */
export function examples(): string {
  return Object.values(termKinds).map(kind => kind.example).join(' ');
}
