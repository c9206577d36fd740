import { argumentsOfCall, bindingsOf, type Span } from './calls';

/** A change of the text that would make a finding go away, where the right declaration is known. */
export interface Fix { readonly kind: '_Out_' | '_Inout_' | 'koffi.out' | 'koffi.inout' | 'length'; readonly span: Span; readonly text: string }

/** What fixes need to know of a finding. */
export interface Mistake {
  readonly rule: string; readonly function: string;
  /** Index and name of the argument. */
  readonly arg: number; readonly name: string;
  /** A string was passed. */
  readonly text: boolean;
  /** The call read the argument as well. */
  readonly reads: boolean;
  /** Bytes of the argument, and of one element as declared. */
  readonly size: number; readonly element: number;
  /** Last byte that was touched, as an offset from the argument's start + 1. */
  readonly end: number;
  /** Values of the arguments, as they are printed. */
  readonly values: readonly string[];
}

/** Fixes of the declaration in a text that binds the function: `int *x` to `_Out_ int *x`. */
export function declarationFixes(text: string, mistake: Mistake): Fix[] {
  if (mistake.rule !== 'lost-write' || mistake.text) return [];
  const direction = mistake.reads ? 'inout' : 'out';
  return bindingsOf(text, mistake.function).flatMap(({ parameters, list }) => {
    const span = parameters[mistake.arg];
    const old = span && text.slice(span.from, span.to);
    if (!span || !old || /_(?:In)?[Oo]ut_|koffi\.(?:in)?out\(/.test(old)) return [];
    const kind = list ? `koffi.${direction}` as const : direction === 'out' ? '_Out_' : '_Inout_';
    return [{ kind, span, text: list ? `${kind}(${old})` : `${kind} ${old.replace(/^_In_\s*/, '')}` }];
  });
}

/** Fixes at the call: a length in bytes where the callee counts elements. `offset`: where the call stands in the text. */
export function callFixes(text: string, offset: number, mistake: Mistake): Fix[] {
  const { rule, size, element, end, values } = mistake;
  if (!rule.startsWith('out-of-bounds') || element < 2 || size % element !== 0) return [];
  // The callee went exactly as far as the number of bytes, taken as a number of elements, makes it go.
  const index = values.findIndex(value => value === String(size) && end === size * element);
  const span = index < 0 ? undefined : argumentsOfCall(text, offset)?.[index];
  const old = span && text.slice(span.from, span.to);
  if (!span || !old) return [];
  const fixed = old.endsWith('.byteLength') ? old.replace(/\.byteLength$/, '.length') : /^\d+$/.test(old) ? String(Number(old) / element) : /^[\w$.[\]]+$/.test(old) ? `${old} / ${element}` : `(${old}) / ${element}`;
  return [{ kind: 'length', span, text: fixed }];
}
