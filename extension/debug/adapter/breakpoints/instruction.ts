import type { DebugProtocol } from '@vscode/debugprotocol';
import { anywhere, byInsns } from '../../../../trace/cursor/search';
import type { ReplaySession } from '../replaySession';
import { conditioned, unverified, type Compiled } from './conditions';

/** Breakpoints on native instructions by address, as the disassembly shows them. */
export function instructionBreakpoints({ trace }: ReplaySession, wanted: readonly DebugProtocol.InstructionBreakpoint[]): Compiled[] {
  return wanted.map(({ instructionReference, offset = 0, ...conditions }) => {
    if (!/^0x[0-9a-f]{1,16}$/i.test(instructionReference)) return unverified(`${instructionReference} is no address`);
    const pc = BigInt(instructionReference) + BigInt(offset);
    const insns = new Set([...trace.insnById.values()].filter(insn => insn.pc === pc).map(({ id }) => id));
    if (insns.size === 0) return unverified('this instruction touched no recorded memory');
    return conditioned(trace, { boundary: null, accesses: { within: anywhere, judge: byInsns(insns), test: (block, row) => insns.has(block.insn[row] as number) } }, conditions);
  });
}
