import { AccessFlag, type AccessBlock, type Insn, type Trace } from '../../model/types';
import { isLibc } from './move';

/** How far behind a region's end the C library's searching functions look: they read whole vectors, four in a turn. */
const AHEAD = 4 * 64 + 64;
const SEARCHES = /(?:^|[/_])(?:raw)?(?:str(?!n?cpy|n?cat)\w*|mem(?:r?chr|cmp)|wcs(?!cpy|cat)\w*|wmem(?:chr|cmp))(?:$|[-_.])/;
const COPIES = /(?:^|[/_])(?:w?mem(?:cpy|pcpy|move|set)|mempcpy|bcopy)(?:$|[-_.])/;

/** Whether a read is one of the C library looking for something, which it does in whole vectors: what it reads beyond what it looks for counts for nothing. */
export function searches(trace: Trace, block: AccessBlock, row: number): boolean {
  const insn = trace.insnById.get(block.insn[row] as number);
  return insn !== undefined && isLibc(insn.module) && isSearch(insn);
}

/**
 * Whether a read is one of the C library looking for the end of a text in whole vectors, which never leaves the page and uses
 * nothing of what lies behind the end. Such reads are no mistake of anybody.
 */
export function scansAhead(trace: Trace, block: AccessBlock, row: number): boolean {
  const flags = block.flags[row] as number;
  if (flags & (AccessFlag.write | AccessFlag.kernel)) return false;
  const insn = trace.insnById.get(block.insn[row] as number);
  if (!insn || !isLibc(insn.module) || !isSearch(insn)) return false;
  const region = trace.regionById.get((block.region[row] as number) || (block.anchor[row] as number));
  return region !== undefined && (block.offset[row] as number) + (block.size[row] as number) <= region.size + AHEAD;
}

/** By the files it comes from where they are known, the compiler's own headers among them; else by what it does: it compares vectors. */
function isSearch(insn: Insn): boolean {
  const files = [insn.file, ...insn.inlined.map(({ file }) => file)].filter(file => file !== null).map(file => file.slice(file.lastIndexOf('/') + 1));
  if (files.length > 0) return files.some(file => SEARCHES.test(file)) && !files.some(file => COPIES.test(file));
  const text = insn.text ?? '';
  return /^v?pcmp|^vpminu|^vpmin|^vptest|^v?movdq|^v?mov[au]p/.test(text) && !COPIES.test(insn.symbol ?? '') && (/^v?pcmp|^vpmin|^vptest/.test(text) || SEARCHES.test(insn.symbol ?? ''));
}
