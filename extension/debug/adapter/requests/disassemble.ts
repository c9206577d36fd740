import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../../../../trace/text/places';
import { hex } from '../../../../trace/text/numbers';
import type { Insn } from '../../../../trace/model/types';
import { lineFor } from '../client';
import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';
import { resolve } from '../evaluate';
import { instructionsAround, type Instruction } from '../instructions';
import { contextOf } from './context';

const LIMIT = 10_000;
/** Clients ask for a fixed number, and get it: what is not known is marked so. */
const UNKNOWN: DebugProtocol.DisassembledInstruction = { address: '0x0', instruction: '(not recorded)', presentationHint: 'invalid' };

/** Code around an address: all of it where the module is still there, else the instructions that touched recorded memory. */
export async function disassemble(debuggee: Debuggee, args: DebugProtocol.DisassembleArguments): Promise<DebugProtocol.DisassembleResponse['body']> {
  const { memoryReference, offset = 0, instructionOffset = 0, instructionCount } = args;
  if (!(instructionCount >= 0 && instructionCount <= LIMIT)) throw new RequestFailed(`instructionCount has to be between 0 and ${LIMIT}`);
  const pc = resolve(contextOf(debuggee, undefined), memoryReference).place.address + BigInt(offset);
  const code = await instructionsAround(debuggee.session.trace, pc, { before: Math.max(0, -instructionOffset), after: Math.max(0, instructionOffset) + instructionCount });
  const first = code.findIndex(one => one.pc >= pc);
  const start = (first < 0 ? code.length : first) + instructionOffset;
  return { instructions: Array.from({ length: instructionCount }, (_, at) => shown(debuggee, code[start + at], start + at - code.length)) };
}

function shown(debuggee: Debuggee, instruction: Instruction | undefined, beyond: number): DebugProtocol.DisassembledInstruction {
  if (!instruction) return { ...UNKNOWN, ...(beyond >= 0 ? { address: '0xffffffffffffffff' } : {}) };
  const { pc, text, symbol, insn } = instruction;
  return { address: hex(pc), instruction: text, ...(symbol === null ? {} : { symbol }), ...place(debuggee, insn) };
}

function place({ client, session }: Debuggee, insn: Insn | null): Partial<DebugProtocol.DisassembledInstruction> {
  if (insn?.file == null || insn.line === null) return {};
  const path = session.sources.path(insn.file);
  return path === null ? {} : { location: { name: baseName(path), path }, line: lineFor(client, insn.line) };
}
