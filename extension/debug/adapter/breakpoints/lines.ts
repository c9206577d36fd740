import { anywhere, byInsns, type Query } from '../../../../trace/cursor/search';
import type { AccessBlock, Trace } from '../../../../trace/model/types';

/**
 * Accesses at which control comes to a source line: the one before is from elsewhere, or from the same or a later instruction
 * of the line, which then begins again.
 */
export function comingTo(trace: Trace, insns: ReadonlySet<number>): Query {
  const pc = (block: AccessBlock, row: number): bigint => trace.insnById.get(block.insn[row] as number)?.pc ?? 0n;
  const fresh = (block: AccessBlock, row: number, before: AccessBlock, last: number): boolean => (
    !insns.has(before.insn[last] as number) || before.call[last] !== block.call[row] || pc(before, last) >= pc(block, row));
  return {
    within: anywhere, judge: byInsns(insns),
    test: (block, row) => insns.has(block.insn[row] as number) && (row === 0 || fresh(block, row, block, row - 1)),
    first: (block, before, last) => fresh(block, 0, before, last),
  };
}

/** Accesses at which control comes into a function: the one before is outside, or of another call. */
export function entering(insns: ReadonlySet<number>): Query {
  const fresh = (block: AccessBlock, row: number, before: AccessBlock, last: number): boolean => !insns.has(before.insn[last] as number) || before.call[last] !== block.call[row];
  return {
    within: anywhere, judge: byInsns(insns),
    test: (block, row) => insns.has(block.insn[row] as number) && (row === 0 || fresh(block, row, block, row - 1)),
    first: (block, before, last) => fresh(block, 0, before, last),
  };
}
