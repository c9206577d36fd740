// Calls and bindings in the text of a JavaScript file, as far as fixes have to know them. Strings, comments and brackets are followed;
// nothing else of the language is.

/** A half-open range of offsets in a text. */
export interface Span { readonly from: number; readonly to: number }

const OPEN = '([{';
const CLOSE = ')]}';

/** The arguments between the bracket at `open` and the one that closes it, without blanks around them; null when it is never closed. */
export function argumentSpans(text: string, open: number): Span[] | null {
  const spans: Span[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at = after(text, at)) {
    const char = text[at] as string;
    if (OPEN.includes(char)) depth++;
    else if (CLOSE.includes(char) && --depth === 0) {
      const last = trimmed(text, from, at);
      return last.from === last.to && spans.length === 0 ? [] : [...spans, last];
    } else if (char === ',' && depth === 1) {
      spans.push(trimmed(text, from, at));
      from = at + 1;
    }
  }
  return null;
}

/** Offset of what comes behind the character, string or comment at `at`. */
function after(text: string, at: number): number {
  const char = text[at] as string;
  if (char === '"' || char === "'" || char === '`') return endOfString(text, at);
  if (char === '/' && text[at + 1] === '/') return end(text.indexOf('\n', at), text);
  if (char === '/' && text[at + 1] === '*') return end(text.indexOf('*/', at + 2) + 1, text);
  return at + 1;
}

const end = (found: number, text: string): number => (found <= 0 ? text.length : found + 1);

function endOfString(text: string, at: number): number {
  for (let to = at + 1; to < text.length; to++) {
    if (text[to] === '\\') to++;
    else if (text[to] === text[at]) return to + 1;
  }
  return text.length;
}

function trimmed(text: string, from: number, to: number): Span {
  const lead = /^\s*/.exec(text.slice(from, to))?.[0].length ?? 0;
  const body = text.slice(from + lead, to).trimEnd();
  return { from: from + lead, to: from + lead + body.length };
}

/** Arguments of the call that begins at or behind `offset` on its line: the first bracket there. */
export function argumentsOfCall(text: string, offset: number): Span[] | null {
  const open = text.indexOf('(', offset);
  const newline = text.indexOf('\n', offset);
  return open < 0 || (newline >= 0 && open > newline) ? null : argumentSpans(text, open);
}

/** Where a function is bound to a prototype, and the parameters in it. */
export interface Binding { readonly at: number; readonly parameters: readonly Span[]; /** Parameters are elements of an array: types only. */ readonly list: boolean }

/** Bindings of a native function: `func('int f(int *out)')` and `func('f', 'int', ['int *'])`. */
export function bindingsOf(text: string, name: string): Binding[] {
  const escaped = name.replace(/[$]/g, '\\$&');
  const prototypes = [...text.matchAll(new RegExp(`(['"\`])[^'"\`\\n]*\\b${escaped}\\s*\\(`, 'g'))].flatMap((match) => {
    const parameters = argumentSpans(text, match.index + match[0].length - 1);
    return parameters ? [{ at: match.index, parameters, list: false }] : [];
  });
  const lists = [...text.matchAll(new RegExp(`\\.func\\(\\s*(['"\`])${escaped}\\1\\s*,`, 'g'))].flatMap((match) => {
    const last = argumentSpans(text, text.indexOf('(', match.index))?.[2];
    const parameters = last && text[last.from] === '[' ? argumentSpans(text, last.from) : null;
    return parameters ? [{ at: match.index, parameters, list: true }] : [];
  });
  return [...prototypes, ...lists];
}

/** Offset of the only declaration of a variable that is never given another value; null when there is none or that can't be told. */
export function declarationOf(text: string, name: string): number | null {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return null;
  const word = name.replace(/[$]/g, '\\$&');
  const declared = [...text.matchAll(new RegExp(`\\b(?:const|let|var)\\s+${word}\\s*=(?!=)`, 'g'))];
  const given = [...text.matchAll(new RegExp(`(?<![\\w$.])${word}\\s*=(?![=>])`, 'g'))];
  return declared.length === 1 && given.length === 1 ? (declared[0]?.index ?? null) : null;
}

/** Offset of a place; -1 when the text has no such line. Lines and columns count from 1. */
export function offsetAt(text: string, line: number, column: number): number {
  let at = 0;
  for (let next = 1; next < line; next++) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return -1;
  }
  return at + Math.max(0, column - 1);
}
