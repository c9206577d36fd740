import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Insn, Trace } from '../../../trace/model/types';

/** One instruction; `insn` where it touched recorded memory. */
export interface Instruction { readonly pc: bigint; readonly text: string; readonly symbol: string | null; readonly insn: Insn | null }

/** No instruction is longer. */
const LONGEST = 15;
const LIMIT_MS = 5000;

/**
 * Instructions around an address, in order. A disassembler fills in what lies between recorded ones where there is one and the
 * module is where it was; a function begins at a known place, so that decoding starts at the right byte.
 */
export async function instructionsAround(trace: Trace, pc: bigint, { before, after }: { readonly before: number; readonly after: number }): Promise<readonly Instruction[]> {
  const recorded = new Map<bigint, Insn>();
  for (const insn of trace.insnById.values()) recorded.set(insn.pc, insn);
  const near = nearest(recorded, pc);
  const listed = near ? await list(near, pc, before, after) : [];
  const texts = new Map(listed.map(({ pc: at, text }) => [at, text]));
  const all = [...new Set([...recorded.keys(), ...texts.keys()])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return all.map(at => {
    const insn = recorded.get(at) ?? null;
    const symbol = insn?.symbol ?? (near?.symbol != null && near.symbolOffset === Number(at - (near.pc - BigInt(near.symbolOffset))) ? near.symbol : null);
    return { pc: at, text: texts.get(at) ?? insn?.text ?? '(not known)', symbol, insn };
  });
}

/** The recorded instruction at an address, or the last one before it. */
function nearest(recorded: ReadonlyMap<bigint, Insn>, pc: bigint): Insn | null {
  let best: Insn | null = recorded.get(pc) ?? null;
  for (const insn of recorded.values()) if (insn.pc <= pc && (!best || insn.pc > best.pc)) best = insn;
  return best;
}

/** What objdump says of the code from the begin of the function on. */
async function list(insn: Insn, pc: bigint, before: number, after: number): Promise<{ pc: bigint; text: string }[]> {
  const { module, offset } = insn;
  if (module === null || insn.symbol === null || !existsSync(module)) return [];
  const slide = insn.pc - BigInt(offset);
  const start = Math.max(offset - insn.symbolOffset, 0);
  const wanted = Number(pc - slide);
  const range = [`--start-address=${before > 0 ? start : Math.max(start, wanted - 4096)}`, `--stop-address=${wanted + (after + 1) * LONGEST}`];
  try {
    const { stdout } = await promisify(execFile)('objdump', ['-d', '--no-show-raw-insn', '-M', 'intel', ...range, module], { timeout: LIMIT_MS, maxBuffer: 64 * 1024 * 1024 });
    return [...stdout.matchAll(/^\s*([0-9a-f]+):\t(.*)$/gm)].map(([, at = '0', text = '']) => ({ pc: BigInt(`0x${at}`) + slide, text: text.trim().replace(/\s+/g, ' ') }));
  } catch {
    // No disassembler here, or it does not know the file: recorded instructions are shown alone.
    return [];
  }
}
