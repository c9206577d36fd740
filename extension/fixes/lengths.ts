import { argumentSpans, argumentsOfCall, declarationOf, type Span } from './calls';
import type { Fix, Mistake } from './types';
import { koffiIn } from './structs';

/** Fixes at a call that went past the end of an argument. `offset`: where the call stands in the text. */
export function callFixes(text: string, offset: number, mistake: Mistake): Fix[] {
  if (!mistake.rule.startsWith('out-of-bounds')) return [];
  const spans = argumentsOfCall(text, offset);
  const own = spans?.[mistake.arg];
  if (!spans || !own) return [];
  const buffer = text.slice(own.from, own.to);
  return [...counted(text, spans, mistake), ...wholeBuffer(text, spans, buffer, mistake), ...offsetTwice(text, spans, buffer, mistake), ...tooShort(text, buffer, mistake)];
}

/** The callee counts elements, and was told bytes: it went exactly as far as that number makes it go. */
function counted(text: string, spans: readonly Span[], { size, element, end, values }: Mistake): Fix[] {
  if (element < 2 || size % element !== 0) return [];
  const index = values.findIndex(value => value === String(size) && end === size * element);
  const span = index < 0 ? undefined : spans[index];
  const old = span && text.slice(span.from, span.to);
  if (!span || !old) return [];
  const fixed = old.endsWith('.byteLength') ? old.replace(/\.byteLength$/, '.length') : /^\d+$/.test(old) ? String(Number(old) / element) : /^[\w$.[\]]+$/.test(old) ? `${old} / ${element}` : `(${old}) / ${element}`;
  return [{ kind: 'count', span, text: fixed }];
}

/** The length of all of a view's buffer was passed, and that is how far the callee went. */
function wholeBuffer(text: string, spans: readonly Span[], buffer: string, { end, values }: Mistake): Fix[] {
  return spans.flatMap((span, at): Fix[] => (text.slice(span.from, span.to) === `${buffer}.buffer.byteLength` && values[at] === String(end) ? [{ kind: 'length', span, text: `${buffer}.byteLength` }] : []));
}

/** A view begins at its offset already; adding that once more led outside. */
function offsetTwice(text: string, spans: readonly Span[], buffer: string, { front, size, end, values }: Mistake): Fix[] {
  return spans.flatMap((span, at): Fix[] => {
    const isOffset = text.slice(span.from, span.to) === `${buffer}.byteOffset` && values[at] === String(front) && front > 0;
    return isOffset && end - front <= size ? [{ kind: 'offset', span, text: '0' }] : [];
  });
}

const MADE = /^(?:const|let|var)\s+[\w$]+\s*=\s*(?:Buffer\.alloc(?:Unsafe(?:Slow)?)?|new\s+(?:Uint8Array|ArrayBuffer))\(/;

/** The buffer is shorter than the struct it was to hold, whose size koffi knows. */
function tooShort(text: string, buffer: string, { size, element, end, type, lent }: Mistake): Fix[] {
  if (type === null || lent || size >= element || end > element) return [];
  const at = declarationOf(text, buffer);
  const koffi = koffiIn(text, type);
  const match = at === null ? null : MADE.exec(text.slice(at));
  if (at === null || koffi === null || !match) return [];
  const spans = argumentSpans(text, at + match[0].length - 1);
  const [span] = spans ?? [];
  return span && spans?.length === 1 ? [{ kind: 'sizeof', span, text: `${koffi}.sizeof('${type}')` }] : [];
}
