import type { AccessBlock, Trace } from '../model/types';
import type { Wanted } from '../queries/visit';
import { FilterError, parseFilter, type Expression, type Term } from './parse';
import { termKinds } from './terms';
import { joined, markRows, not, shapesThat, type Test } from './test';
import type { Token } from './token';

/** Decides which accesses of a recording match: whole stretches of them by the index, a block at a time, or row by row. */
export interface AccessFilter extends Wanted {
  /** 1 for each row of the block that matches, else 0; valid until the next call. */
  mask(block: AccessBlock): Uint8Array;
}

/** `filter` is null when nothing is filtered: the text is empty, or `error` names the wrong term, with an example; `at` is where it stands. */
export interface CompiledFilter { readonly filter: AccessFilter | null; readonly error: string | null; readonly at: Token | null }

/** Compiles a filter for one recording; docs/cli.md describes the language. */
export function compileFilter(text: string, trace: Trace): CompiledFilter {
  try {
    const expression = parseFilter(text);
    return { filter: expression && filterOf(compile(expression, trace)), error: null, at: null };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return { filter: null, error: error.message, at: error.at };
  }
}

function compile(expression: Expression, trace: Trace): Test {
  switch (expression.kind) {
    case 'term': return compileTerm(expression.term, trace);
    case 'not': return not(compile(expression.inner, trace));
    default: return joined(expression.parts.map(part => compile(part, trace)), expression.kind === 'and');
  }
}

function compileTerm(term: Term, trace: Trace): Test {
  const kind = Object.hasOwn(termKinds, term.key) ? termKinds[term.key] : undefined;
  if (!kind) throw new FilterError(`"${term.text}" is not a term of the filter; terms are ${examples()}`, term.token);
  const test = kind.compile(term, trace);
  if (!test) throw new FilterError(`"${term.text}" can't be understood; an example: ${kind.example}`, term.token);
  return test;
}

function filterOf(test: Test): AccessFilter {
  let out = new Uint8Array(0);
  let marked: AccessBlock | null = null;
  const mask = (block: AccessBlock): Uint8Array => {
    if (block === marked) return out;
    marked = null;
    if (out.length < block.length) out = new Uint8Array(block.length);
    markRows(test, block, out);
    marked = block;
    return out;
  };
  return { judge: node => test.judge(node), mask, matches: (block, row) => mask(block)[row] === 1, shapes: block => shapesThat(test, block) };
}

/** One example of each kind of term: "kind:write by:kernel ...". */
export function examples(): string {
  return Object.values(termKinds).map(kind => kind.example).join(' ');
}
