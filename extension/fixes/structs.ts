import { argumentSpans } from './calls';
import type { Fix, Mistake } from './types';

const quoted = (name: string): string => `(?<quote>['"\`])${name.replace(/[$]/g, '\\$&')}\\k<quote>`;

/** Fixes of a struct's declaration: a member's type, and whether members lie without gaps. */
export function structFixes(text: string, { fix }: Mistake): Fix[] {
  if (fix?.kind !== 'member' && fix?.kind !== 'unpacked') return [];
  const found = [...text.matchAll(new RegExp(`\\.(struct|pack)\\(\\s*${quoted(fix.type)}\\s*,`, 'g'))];
  const [declared] = found;
  if (found.length !== 1 || !declared) return [];
  const at = declared.index;
  if (fix.kind === 'unpacked') return declared[1] === 'pack' ? [{ kind: 'unpacked', span: { from: at + 1, to: at + 1 + 'pack'.length }, text: 'struct' }] : [];
  const body = argumentSpans(text, text.indexOf('(', at))?.[1];
  if (!body || text[body.from] !== '{') return [];
  return (argumentSpans(text, body.from) ?? []).flatMap(({ from, to }): Fix[] => {
    const match = new RegExp(`^(['"\`]?)${fix.member.replace(/[$]/g, '\\$&')}\\1\\s*:\\s*`).exec(text.slice(from, to));
    const type = match && text.slice(from + match[0].length, to);
    return type && /^(['"`]).*\1$/.test(type) ? [{ kind: 'member', span: { from: from + match[0].length, to }, text: `'${fix.to}'` }] : [];
  });
}

/** Name under which the text knows koffi, from the declaration of a type. */
export function koffiIn(text: string, type: string): string | null {
  return new RegExp(`([\\w$]+)\\.(?:struct|pack|union|array)\\(\\s*${quoted(type)}`).exec(text)?.[1] ?? null;
}
