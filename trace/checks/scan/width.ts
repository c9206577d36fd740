import type { Insn } from '../../model/types';

const POINTED: Readonly<Record<string, number>> = { byte: 1, word: 2, dword: 4, qword: 8, tbyte: 10, xmmword: 16, ymmword: 32, zmmword: 64 };
const WHOLE_VECTOR = /^v?mov(?:[au]p[sd]|dq[au]|ntdq|ntp[sd])\d* .*\b([xyz])mm\d+/;
const VECTOR: Readonly<Record<string, number>> = { x: 16, y: 32, z: 64 };

/**
 * Bytes an instruction touches in one execution, from its text; 0 where the text doesn't say or the number may be smaller (masks).
 * The recorder cuts accesses at the ends of regions, so this is how a cut piece is told from a whole access.
 */
export function widthOf(insn: Insn | undefined): number {
  const text = insn?.text;
  if (!text || /\{k|mask|gather|scatter|^rep/.test(text)) return 0;
  const pointed = /\b([a-z]+) ptr\b/.exec(text)?.[1];
  if (pointed !== undefined) return POINTED[pointed] ?? 0;
  const vector = WHOLE_VECTOR.exec(text)?.[1];
  if (vector !== undefined) return VECTOR[vector] ?? 0;
  // With a general register beside it, memory is as wide as the register.
  const register = /^(?:lock )?(?:mov|add|sub|and|or|xor|xchg|xadd|cmp|test|adc|sbb) (?:\[[^\]]*\],(\w+)|(\w+),\[[^\]]*\])$/.exec(text);
  return register ? registerWidth(register[1] ?? register[2] ?? '') : 0;
}

function registerWidth(name: string): number {
  if (/^r(?:[abcd]x|[sd]i|[sb]p|\d+)$/.test(name)) return 8;
  if (/^(?:e(?:[abcd]x|[sd]i|[sb]p)|r\d+d)$/.test(name)) return 4;
  if (/^(?:[abcd]x|[sd]i|[sb]p|r\d+w)$/.test(name)) return 2;
  if (/^(?:[abcd][lh]|[sd]il|[sb]pl|r\d+[bl])$/.test(name)) return 1;
  return 0;
}
