import type { Operator } from './numbers';

/** One term as typed: `-size>=8` is key "size", operator ">=", value "8", negated. */
export interface Term { readonly text: string; readonly negated: boolean; readonly key: string; readonly operator: Operator; readonly value: string }

/** Words between blanks; a value with blanks stands in double quotes: `in:"arg 1"`. */
export function splitTerms(text: string): string[] {
  return text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
}

/** Null when the word is no term at all. */
export function parseTerm(word: string): Term | null {
  const match = /^(-?)([a-z]+)(>=|<=|:|=|>|<)(.*)$/i.exec(word);
  if (!match) return null;
  const [, minus, key = '', operator, value = ''] = match;
  return { text: word, negated: minus === '-', key: key.toLowerCase(), operator: operator as Operator, value: value.replaceAll('"', '') };
}
