/** One word of a filter, with the place where it stands in the text. */
export interface Token { readonly text: string; readonly start: number; readonly end: number }

/** Words between blanks; parentheses stand for themselves, and a value with blanks or parentheses stands in double quotes: `in:"arg 1"`. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(/[()]|(?:[^\s"()]|"[^"]*"?)+/g)) found.push({ text: match[0], start: match.index, end: match.index + match[0].length });
  return found;
}
