/**
 * A C prototype given as text, taken apart. koffi parses it too, but keeps no parameter names, and version 2 tells
 * nothing about its types that could be asked for safely.
 */
import type { Directions } from './node';

export interface WrittenParameter { readonly name: string | null; readonly type: string; readonly directions: Directions }
export interface WrittenPrototype { readonly name: string | null; readonly result: string; readonly parameters: readonly WrittenParameter[]; readonly variadic: boolean }

const directionWords: Readonly<Record<string, Directions>> = { _In_: 1, _Out_: 2, _Inout_: 3 };
/** Words that can end a type's name, so that alone at the end they are no parameter name. */
const typeWords = new Set(['unsigned', 'signed', 'char', 'short', 'int', 'long', 'float', 'double', 'void', 'const', 'bool', 'struct', 'union', 'enum']);
const tags = new Set(['struct', 'union', 'enum']);
const conventions = /\b__(cdecl|stdcall|fastcall|thiscall)\b/;

export const isConvention = (text: unknown): boolean => typeof text === 'string' && conventions.test(text);

export function parsePrototype(text: string): WrittenPrototype {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const head = parseParameter(text.slice(0, open < 0 ? text.length : open).replace(conventions, ''));
  const inside = open < 0 || close < open ? '' : text.slice(open + 1, close).trim();
  const parts = inside === '' || inside === 'void' ? [] : inside.split(',').map((part) => part.trim());
  const variadic = parts.at(-1) === '...';
  return { name: head.name, result: head.type, parameters: (variadic ? parts.slice(0, -1) : parts).map(parseParameter), variadic };
}

function parseParameter(text: string): WrittenParameter {
  const directions = directionOf(text);
  const bare = withoutDirection(text).trim();
  const words = bare.match(/[\p{L}_][\p{L}\p{N}_]*|[*!]/gu) ?? [];
  const last = words.at(-1);
  const before = words.slice(0, -1).filter((word) => word !== 'const');
  const nameless = last === undefined || last === '*' || last === '!' || typeWords.has(last) || before.every((word) => tags.has(word));
  if (nameless) return { name: null, type: bare, directions };
  return { name: last, type: bare.slice(0, bare.lastIndexOf(last)).trim(), directions };
}

/** Direction written in front of a type name; `in` when there is none. */
export function directionOf(text: string): Directions {
  return directionWords[/^\s*(_In_|_Out_|_Inout_)\b/.exec(text)?.[1] ?? ''] ?? 1;
}

export const withoutDirection = (text: string): string => text.replace(/^\s*_(In|Out|Inout)_\s+/, '');
