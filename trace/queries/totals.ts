import { AccessFlag, type AccessBlock, type Insn, type Trace } from '../model/types';
import type { ByFunction, ByInsn, ByLine, BySite, SearchOptions, Totals } from './types';
import { visit, type Verdict, type Wanted } from './visit';

type Sum = { reads: number; writes: number; bytesRead: number; bytesWritten: number };

/** What each instruction did, most bytes first. */
export async function byInstruction(trace: Trace, options: SearchOptions = {}): Promise<readonly ByInsn[]> {
  const sums = await sumByInsn(trace, options);
  return sorted([...sums].map(([insn, sum]) => ({ insn, ...sum })));
}

/** What each source line did: the innermost one, so code that was inlined counts where it was written. */
export async function byLine(trace: Trace, options: SearchOptions = {}): Promise<readonly ByLine[]> {
  const groups = await grouped(trace, options, insn => (insn?.file != null ? `${insn.file}:${insn.line ?? 0}` : `${insn?.module ?? ''} ${functionOf(insn) ?? ''}`));
  return sorted(groups.map(({ insn, insns, sum }) => ({
    file: insn?.file ?? null, line: insn?.file != null ? insn.line : null, function: functionOf(insn), module: insn?.module ?? null, insns, ...sum,
  })));
}

/** What each native function did: the innermost one, inlined or not. */
export async function byFunction(trace: Trace, options: SearchOptions = {}): Promise<readonly ByFunction[]> {
  const groups = await grouped(trace, options, insn => `${insn?.module ?? ''} ${functionOf(insn) ?? ''}`);
  return sorted(groups.map(({ insn, insns, sum }) => ({ function: functionOf(insn), module: insn?.module ?? null, file: insn?.file ?? null, insns, ...sum })));
}

/** What the calls made at each place in JavaScript did; from the counts of the calls, so bytes are distinct ones in each call. */
export function bySite(trace: Trace): readonly BySite[] {
  const groups = new Map<string, Sum & { site: BySite['site']; calls: number[] }>();
  for (const call of trace.calls) {
    const key = call.site ? `${call.site.file}:${call.site.line}` : '';
    const group = groups.get(key) ?? { site: call.site, calls: [], reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 };
    groups.set(key, group);
    group.calls.push(call.id);
    add(group, call);
  }
  return sorted([...groups.values()]);
}

function functionOf(insn: Insn | undefined): string | null {
  return insn?.inlined[0]?.symbol ?? insn?.symbol ?? null;
}

async function grouped(trace: Trace, options: SearchOptions, keyOf: (insn: Insn | undefined) => string): Promise<{ insn: Insn | undefined; insns: number[]; sum: Sum }[]> {
  const groups = new Map<string, { insn: Insn | undefined; insns: number[]; sum: Sum }>();
  for (const [id, sum] of await sumByInsn(trace, options)) {
    const insn = trace.insnById.get(id);
    const key = keyOf(insn);
    const group = groups.get(key) ?? { insn, insns: [], sum: { reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 } };
    groups.set(key, group);
    group.insns.push(id);
    add(group.sum, sum);
  }
  return [...groups.values()];
}

/** From the index where a whole stretch counts, else row by row. */
async function sumByInsn(trace: Trace, options: SearchOptions): Promise<ReadonlyMap<number, Sum>> {
  const wanted = wantedOf(options);
  const sums = new Map<number, Sum>();
  const [from, to] = [options.from ?? 0, options.to ?? trace.accessCount];
  for await (const { node, block: number } of visit(trace, { from, to, judge: one => wanted.judge(one), signal: options.signal })) {
    if (node) {
      const { id, reads, writes, bytesRead, bytesWritten } = node.insns;
      for (const [at, insn] of id.entries()) {
        add(sumOf(sums, insn), { reads: reads[at] as number, writes: writes[at] as number, bytesRead: bytesRead[at] as number, bytesWritten: bytesWritten[at] as number });
      }
      continue;
    }
    const block = await trace.block(number);
    const end = Math.min(block.length, to - block.firstOrdinal);
    for (let row = Math.max(0, from - block.firstOrdinal); row < end; row++) if (wanted.matches(block, row)) addRow(sumOf(sums, block.insn[row] as number), block, row);
  }
  return sums;
}

function wantedOf({ kind = 'any', filter }: SearchOptions): Wanted {
  const judge: Wanted['judge'] = node => {
    const other: Verdict = filter ? filter.judge(node) : 'all';
    if (kind === 'any' || other === 'none') return other;
    const matching = kind === 'write' ? node.writes : node.accesses - node.writes;
    return matching === 0 ? 'none' : matching === node.accesses ? other : 'some';
  };
  const isKind = (block: AccessBlock, row: number): boolean => kind === 'any' || (((block.flags[row] as number) & AccessFlag.write) !== 0) === (kind === 'write');
  return { judge, matches: (block, row) => isKind(block, row) && (!filter || filter.matches(block, row)) };
}

function sumOf(sums: Map<number, Sum>, insn: number): Sum {
  let sum = sums.get(insn);
  if (!sum) sums.set(insn, (sum = { reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 }));
  return sum;
}

function addRow(sum: Sum, block: AccessBlock, row: number): void {
  const write = ((block.flags[row] as number) & AccessFlag.write) !== 0;
  sum[write ? 'writes' : 'reads']++;
  sum[write ? 'bytesWritten' : 'bytesRead'] += block.size[row] as number;
}

function add(sum: Sum, other: Totals): void {
  sum.reads += other.reads;
  sum.writes += other.writes;
  sum.bytesRead += other.bytesRead;
  sum.bytesWritten += other.bytesWritten;
}

/** Most bytes first. */
function sorted<T extends Totals>(rows: readonly T[]): readonly T[] {
  const bytes = (row: Totals): number => row.bytesRead + row.bytesWritten;
  return [...rows].sort((a, b) => bytes(b) - bytes(a) || b.reads + b.writes - a.reads - a.writes);
}
