import type { Operator } from './numbers';
import { tokens, type Token } from './token';

/** One term as typed: `size>=8` is key "size", operator ">=", value "8"; the key is empty when the word is no term. */
export interface Term { readonly token: Token; readonly text: string; readonly key: string; readonly operator: Operator; readonly value: string }

/** What a filter says; `or` binds weaker than terms that stand side by side, `not` and `-` bind to what follows. */
export type Expression =
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] };

/** What is wrong with a filter, in one line, and the word that it is about. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  constructor(message: string, readonly at: Token | null) { super(message); }
}

/** Null when nothing is filtered. Throws FilterError. */
export function parseFilter(text: string): Expression | null {
  const words = tokens(text);
  if (words.length === 0) return null;
  const parser = new Parser(words);
  const expression = parser.either();
  const rest = parser.peek();
  if (rest) throw new FilterError(`")" has no "(" in front of it; an example: (kind:write or size>=8) in:dst`, rest);
  return expression;
}

class Parser {
  private at = 0;

  constructor(private readonly words: readonly Token[]) {}

  peek(): Token | undefined { return this.words[this.at]; }

  either(): Expression {
    const parts = [this.all()];
    while (this.takes('or')) parts.push(this.all());
    return joined('or', parts);
  }

  private all(): Expression {
    const parts = [this.one()];
    for (let next = this.peek(); next && next.text !== ')' && !isWord(next, 'or'); next = this.peek()) {
      if (this.takes('and')) this.expectTerm('and');
      parts.push(this.one());
    }
    return joined('and', parts);
  }

  private one(): Expression {
    const token = this.words[this.at++];
    if (!token) throw this.missing();
    if (isWord(token, 'not') || token.text === '-') return { kind: 'not', inner: this.one() };
    if (token.text === '(') return this.group(token);
    if (token.text === ')' || isWord(token, 'or') || isWord(token, 'and')) throw this.missing(token);
    if (token.text.startsWith('-')) return { kind: 'not', inner: { kind: 'term', term: termOf({ ...token, text: token.text.slice(1) }) } };
    return { kind: 'term', term: termOf(token) };
  }

  private group(open: Token): Expression {
    const inner = this.either();
    if (this.words[this.at++]?.text !== ')') throw new FilterError(`"(" is not closed; an example: (kind:write or size>=8) in:dst`, open);
    return inner;
  }

  private takes(word: string): boolean {
    const next = this.peek();
    if (!next || !isWord(next, word)) return false;
    this.at++;
    return true;
  }

  private expectTerm(word: string): void {
    if (!this.peek()) throw new FilterError(`a term is missing behind "${word}"; an example: kind:write ${word} size>=8`, this.words[this.at - 1] ?? null);
  }

  private missing(token?: Token): FilterError {
    const before = this.words[this.at - 2];
    const where = token ? `in front of "${token.text}"` : before ? `behind "${before.text}"` : 'here';
    return new FilterError(`a term is missing ${where}; an example: kind:write or (size>=8 not by:kernel)`, token ?? before ?? null);
  }
}

function isWord(token: Token, word: string): boolean {
  return token.text.toLowerCase() === word;
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  return parts.length === 1 ? (parts[0] as Expression) : { kind, parts };
}

function termOf(token: Token): Term {
  const match = /^([a-z]+)(>=|<=|:|=|>|<)(.*)$/i.exec(token.text);
  // A word without a key is no term; whoever knows the terms says so.
  const [, key = '', operator = ':', value = ''] = match ?? [];
  return { token, text: token.text, key: key.toLowerCase(), operator: operator as Operator, value: value.replaceAll('"', '') };
}
