import type { AccessBlock, Trace } from '../../model/types';

/** Accesses around one that may belong to the same copy. */
const AROUND = 8;

/**
 * Whether an access copies bytes without knowing fields: it is done by the C library, or its neighbours are as wide, of the same
 * kind, and overlap it, which is how compilers copy a rest that is no power of two.
 */
export function isBlockMove(trace: Trace, block: AccessBlock, row: number): boolean {
  if (isLibc(trace.insnById.get(block.insn[row] as number)?.module ?? null)) return true;
  const offset = block.offset[row] as number;
  const size = block.size[row] as number;
  for (let at = Math.max(0, row - AROUND); at < Math.min(block.length, row + AROUND + 1); at++) {
    if (at === row || block.region[at] !== block.region[row] || block.call[at] !== block.call[row] || block.insn[at] === block.insn[row]) continue;
    if (((block.flags[at] as number) ^ (block.flags[row] as number)) & 1 || block.size[at] !== size) continue;
    const distance = Math.abs((block.offset[at] as number) - offset);
    if (distance > 0 && distance < size) return true;
  }
  return false;
}

export function isLibc(module: string | null): boolean {
  return module !== null && /(?:^|\/)(?:libc|ld-musl-[^/]*|libc\.musl-[^/]*)[.-][^/]*$/.test(module);
}
