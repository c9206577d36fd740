/**
 * Splits a command line into words: blanks separate, single quotes keep everything, double quotes and backslashes work
 * as in a shell. Variables, pipes and wildcards are not expanded. Null when a quote is not closed.
 */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (quote === "'") {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '\\' && i + 1 < line.length) {
      word = (word ?? '') + unescape(line.charAt(++i), quote);
    } else if (char === quote) {
      quote = '';
    } else if (quote !== '') {
      word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}

/** Inside double quotes a backslash only escapes what would end or change the text. */
function unescape(char: string, quote: string): string {
  return quote === '"' && !'"\\$`'.includes(char) ? `\\${char}` : char;
}

/** A line that `splitWords` turns into these words again. */
export function joinWords(words: readonly string[]): string {
  return words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
