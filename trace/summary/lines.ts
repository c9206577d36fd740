import type { Insn, Trace } from '../model/types';
import { byLine, bySite } from '../queries/totals';
import type { Totals } from '../queries/types';

/** What one line of a source file did in a whole recording. */
export interface LineUse extends Totals {
  /** Path, or URL of a module, as the recording has it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `native`: accesses by its instructions; `javascript`: those of all calls that it made. */
  readonly kind: 'native' | 'javascript';
  /** Native functions that the line is in, or that it called. */
  readonly functions: readonly string[];
  /** Calls that the line made; 0 for native code. */
  readonly calls: number;
}

/** Every line that touched memory or called; comes from the index, so its cost grows with the lines and not with their accesses. */
export async function lineUses(trace: Trace): Promise<LineUse[]> {
  const native = (await byLine(trace)).flatMap(({ file, line, insns, reads, writes, bytesRead, bytesWritten }): LineUse[] => (
    file === null || line === null ? [] : [{ file, line, kind: 'native', functions: named(insns.map(id => functionOf(trace.insnById.get(id)))), calls: 0, reads, writes, bytesRead, bytesWritten }]));
  const script = bySite(trace).flatMap(({ site, calls, reads, writes, bytesRead, bytesWritten }): LineUse[] => (
    site === null ? [] : [{
      file: site.file, line: site.line, kind: 'javascript', functions: named(calls.map(id => trace.callById.get(id)?.function ?? null)), calls: calls.length, reads, writes, bytesRead, bytesWritten,
    }]));
  return [...native, ...script];
}

const functionOf = (insn: Insn | undefined): string | null => insn?.inlined[0]?.symbol ?? insn?.symbol ?? null;

const named = (names: readonly (string | null)[]): string[] => [...new Set(names.filter(name => name !== null))];
