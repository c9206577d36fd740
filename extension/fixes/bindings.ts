import { bindingsOf } from './calls';
import type { Fix, Mistake } from './types';

const DIRECTED = /_(?:In|Out|Inout)_\s*/;
const WRAPPED = /^(\w+)\.(?:in)?out\(\s*([\s\S]*?)\s*\)$/;

/** Fixes of the prototype: how the argument is passed, what it points to. */
export function bindingFixes(text: string, mistake: Mistake): Fix[] {
  const { fix } = mistake;
  if (fix?.kind !== 'direction' && fix?.kind !== 'type') return [];
  return bindingsOf(text, mistake.function).flatMap(({ parameters, list }): Fix[] => {
    const span = parameters[mistake.arg];
    const old = span && text.slice(span.from, span.to);
    if (!span || !old) return [];
    if (fix.kind === 'type') {
      const changed = widerType(old, fix.to);
      return changed === null ? [] : [{ kind: 'type', span, text: changed }];
    }
    const guess = mistake.rule === 'never-written' && fix.to === 'inout' ? { isGuess: true } as const : {};
    const changed = list ? wrapped(old, fix.to) : directed(old, fix.to);
    return changed === null || changed.text === old ? [] : [{ ...changed, span, ...guess }];
  });
}

type Direction = 'in' | 'out' | 'inout';
const MARKS = { in: '_In_', out: '_Out_', inout: '_Inout_' } as const;

function directed(old: string, to: Direction): Pick<Fix, 'kind' | 'text'> | null {
  const mark = DIRECTED.exec(old)?.[0].trim();
  // What says more than the finding asks for is left alone.
  if (to === 'out' && mark !== undefined && mark !== '_In_') return null;
  const bare = old.replace(DIRECTED, '');
  return { kind: MARKS[to], text: to === 'in' ? bare : `${MARKS[to]} ${bare}` };
}

function wrapped(old: string, to: Direction): Pick<Fix, 'kind' | 'text'> | null {
  const match = WRAPPED.exec(old);
  if (to === 'out' && match) return null;
  if (to === 'in') return match ? { kind: '_In_', text: match[2] as string } : null;
  const kind = `koffi.${to}` as const;
  return { kind, text: `${match?.[1] ?? 'koffi'}.${to}(${match?.[2] ?? old})` };
}

/** The words of an integer type, from the first to the last of them. */
const INTEGER = /\b(?:(?:unsigned|signed|long|short|int|char|size_t|ssize_t|u?int(?:8|16|32|64)(?:_t)?|u?short|u?long|u?char|bool)\b\s*)+/;

function widerType(old: string, to: string): string | null {
  const match = INTEGER.exec(old.replace(DIRECTED, found => ' '.repeat(found.length)).replace(/\bconst\b/, found => ' '.repeat(found.length)));
  if (!match) return null;
  const words = match[0].trimEnd();
  return old.slice(0, match.index) + to + old.slice(match.index + words.length);
}
