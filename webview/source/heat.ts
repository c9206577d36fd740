import type { Node } from '../../trace/format/summary';
import { AccessFlag, type AccessBlock, type Insn, type Trace } from '../../trace/model/types';
import { byInstruction } from '../../trace/queries/totals';
import type { Totals } from '../../trace/queries/types';
import { scanBlocks, type Verdict } from '../../trace/queries/visit';
import { breathe } from '../canvas/breathe';
import type { AccessMatcher } from '../state/filter';
import { callsInside, ordinalsOf } from '../state/scope';

/** What one line (or, without line numbers, one instruction) did. */
export interface LineHeat extends Totals {
  /** Line number, from 1; of a library without line numbers the offset of the instruction. */
  readonly line: number;
  /** Native function; for JavaScript the functions called. */
  readonly name: string;
  /** Text that the recording holds: of an instruction. */
  readonly text: string | null;
  readonly insns: readonly number[];
  readonly calls: readonly number[];
}

/** A file, or a library without line numbers, with its touched lines in order. */
export interface FileHeat {
  readonly file: string;
  readonly kind: 'native' | 'javascript' | 'library';
  readonly lines: readonly LineHeat[];
  readonly accesses: number;
}

export interface HeatRequest { readonly trace: Trace; readonly call: number | null; readonly matcher: AccessMatcher | null; readonly signal: AbortSignal }

/** Adds up the accesses of the call (or all) that pass the filter, by place in the code; hottest file first. */
export async function loadHeat({ trace, call, matcher, signal }: HeatRequest): Promise<readonly FileHeat[]> {
  if (call === null && !matcher && trace.accessCount > INDEXED_ABOVE) return heatFromIndex(trace, signal);
  const byInsn = new Sums();
  const byCall = new Sums();
  const calls = new Set(callsInside(trace, call).map(each => each.id));
  const [from, to] = ordinalsOf(trace, call);
  const pause = breathe();
  const add = ({ call: ids, insn, flags, size }: Pick<AccessBlock, 'call' | 'insn' | 'flags' | 'size'>, i: number, times: number): void => {
    if (!calls.has(ids[i]!)) return;
    const write = (flags[i]! & AccessFlag.write) !== 0;
    byInsn.add(insn[i]!, write, size[i]!, times);
    byCall.add(ids[i]!, write, size[i]!, times);
  };
  const judge = (node: Node): Verdict => matcher?.judge(node) ?? 'all';
  for await (const { block, from: first, to: end } of scanBlocks(trace, { from, to, judge, signal })) {
    const { shapes } = block;
    const matching = shapes && end - first === block.length ? (matcher ? matcher.shapes?.(block) : EVERY) : null;
    // Where all accesses of a kind count, they need not be looked at one by one.
    if (shapes && matching) {
      for (let shape = 0; shape < shapes.rows.length; shape++) if (matching === EVERY || matching[shape]) add(shapes, shape, shapes.rows[shape]!);
    } else {
      for (let i = first; i < end; i++) if (!matcher || matcher.matches(block, i)) add(block, i, 1);
    }
    await pause();
  }
  signal.throwIfAborted();
  return filesOf(trace, byInsn, byCall);
}

const EVERY = new Uint8Array(0);

/** Above so many accesses, lines come from the index, and bytes of a call are those that it touched, each once. */
const INDEXED_ABOVE = 1_000_000;

/** Of the whole recording, without reading its accesses. */
export async function heatFromIndex(trace: Trace, signal: AbortSignal): Promise<readonly FileHeat[]> {
  const [byInsn, byCall] = [new Sums(), new Sums()];
  for (const { insn, reads, writes, bytesRead, bytesWritten } of await byInstruction(trace, { signal })) byInsn.of.set(insn, { reads, writes, bytesRead, bytesWritten });
  for (const { id, reads, writes, bytesRead, bytesWritten } of trace.calls) byCall.of.set(id, { reads, writes, bytesRead, bytesWritten });
  return filesOf(trace, byInsn, byCall);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Sums {
  readonly of = new Map<number, Mutable<Totals>>();

  add(id: number, write: boolean, size: number, times: number): void {
    let sum = this.of.get(id);
    if (!sum) this.of.set(id, sum = { reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 });
    if (write) { sum.writes += times; sum.bytesWritten += size * times; } else { sum.reads += times; sum.bytesRead += size * times; }
  }
}

function filesOf(trace: Trace, byInsn: Sums, byCall: Sums): FileHeat[] {
  const files = new Map<string, { kind: FileHeat['kind']; lines: Map<number, LineHeat> }>();
  const add = (file: string, kind: FileHeat['kind'], line: Omit<LineHeat, keyof Totals>, sum: Totals): void => {
    let entry = files.get(file);
    if (!entry) files.set(file, entry = { kind, lines: new Map() });
    entry.lines.set(line.line, joined(entry.lines.get(line.line), line, sum));
  };
  for (const [id, sum] of byInsn.of) {
    const insn = trace.insnById.get(id);
    const place = placeOf(insn);
    add(place.file, place.kind, { line: place.line, name: insn?.symbol ?? '', text: insn?.text ?? null, insns: [id], calls: [] }, sum);
  }
  for (const [id, sum] of byCall.of) {
    const call = trace.callById.get(id);
    if (call?.site) add(call.site.file, 'javascript', { line: call.site.line, name: call.function, text: null, insns: [], calls: [id] }, sum);
  }
  return [...files].map(([file, { kind, lines }]) => {
    const sorted = [...lines.values()].sort((a, b) => a.line - b.line);
    return { file, kind, lines: sorted, accesses: sorted.reduce((sum, { reads, writes }) => sum + reads + writes, 0) };
  }).sort((a, b) => Number(a.kind === 'javascript') - Number(b.kind === 'javascript') || b.accesses - a.accesses);
}

function placeOf(insn: Insn | undefined): { file: string; kind: FileHeat['kind']; line: number } {
  if (insn && insn.file !== null && insn.line !== null) return { file: insn.file, kind: 'native', line: insn.line };
  return { file: insn?.module ?? 'unknown code', kind: 'library', line: insn?.offset ?? 0 };
}

function joined(before: LineHeat | undefined, line: Omit<LineHeat, keyof Totals>, sum: Totals): LineHeat {
  if (!before) return { ...line, ...sum };
  return {
    ...before, name: before.name === line.name || !line.name ? before.name : `${before.name}, ${line.name}`.slice(0, 120),
    insns: [...before.insns, ...line.insns], calls: [...before.calls, ...line.calls],
    reads: before.reads + sum.reads, writes: before.writes + sum.writes, bytesRead: before.bytesRead + sum.bytesRead, bytesWritten: before.bytesWritten + sum.bytesWritten,
  };
}
