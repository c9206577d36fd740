/**
 * Names and directions of the parameters in a C prototype given as text. koffi parses it too, but keeps no names,
 * and version 2 does not tell the directions.
 */
import type { Directions } from './node';

export interface WrittenParameter { readonly name: string | null; readonly directions: Directions }
export interface WrittenPrototype { readonly parameters: readonly WrittenParameter[]; readonly variadic: boolean }

const directionWords: Readonly<Record<string, Directions>> = { _In_: 1, _Out_: 2, _Inout_: 3 };
/** Words that can end a type's name, so that alone at the end they are no parameter name. */
const typeWords = new Set(['unsigned', 'signed', 'char', 'short', 'int', 'long', 'float', 'double', 'void', 'const', 'bool', 'struct', 'union', 'enum']);

export function parsePrototype(text: string): WrittenPrototype {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const inside = open < 0 || close < open ? '' : text.slice(open + 1, close).trim();
  if (inside === '' || inside === 'void') return { parameters: [], variadic: false };
  const parts = inside.split(',').map((part) => part.trim());
  const variadic = parts.at(-1) === '...';
  return { parameters: (variadic ? parts.slice(0, -1) : parts).map(parseParameter), variadic };
}

function parseParameter(text: string): WrittenParameter {
  const words = text.match(/[\p{L}_][\p{L}\p{N}_]*|[*!]/gu) ?? [];
  const directions = directionOf(text);
  const last = words.at(-1);
  const before = words.slice(0, -1).filter((word) => !(word in directionWords) && word !== 'const');
  if (last === undefined || before.length === 0 || last === '*' || last === '!' || typeWords.has(last)) return { name: null, directions };
  if (before.every((word) => word === 'struct' || word === 'union' || word === 'enum')) return { name: null, directions };
  return { name: last, directions };
}

/** Direction written in front of a type name; `in` when there is none. */
export function directionOf(text: string): Directions {
  return directionWords[/^\s*(_In_|_Out_|_Inout_)\b/.exec(text)?.[1] ?? ''] ?? 1;
}
