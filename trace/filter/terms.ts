import { AccessFlag, type AccessBlock, type Insn, type Trace } from '../model/types';
import { shortName } from '../queries/fields';
import { nameTest, pathTest } from './names';
import { parseRange, type Range } from './numbers';
import type { Term } from './parse';

export type RowTest = (block: AccessBlock, row: number) => boolean;

/** A kind of term: an example that works, and its test; null when the value makes no sense. */
export interface TermKind { readonly example: string; compile(term: Term, trace: Trace): RowTest | null }

/** A term whose value is a range of numbers. */
function numeric(example: string, test: (range: Range, block: AccessBlock, row: number) => boolean): TermKind {
  return {
    example,
    compile: ({ operator, value }) => {
      const range = parseRange(operator, value);
      return range && ((block, row) => test(range, block, row));
    },
  };
}

/** A term with `:` and a text. */
function textual(example: string, compile: (value: string, trace: Trace) => RowTest | null): TermKind {
  return { example, compile: ({ operator, value }, trace) => ((operator === ':' || operator === '=') && value !== '' ? compile(value, trace) : null) };
}

/** A term with one of two words, told apart by a flag of the access. */
function flag(example: string, bit: number, set: readonly string[], clear: readonly string[]): TermKind {
  return textual(example, value => {
    const word = value.toLowerCase();
    if (!set.includes(word) && !clear.includes(word)) return null;
    const wanted = set.includes(word) ? bit : 0;
    return (block, row) => ((block.flags[row] as number) & bit) === wanted;
  });
}

const within = (range: Range, value: number): boolean => value >= range.low && value <= range.high;

export const termKinds: Readonly<Record<string, TermKind>> = {
  kind: flag('kind:write', AccessFlag.write, ['write', 'w'], ['read', 'r']),
  by: flag('by:kernel', AccessFlag.kernel, ['kernel'], ['instruction', 'insn']),
  certain: flag('certain:no', AccessFlag.uncertain, ['no'], ['yes']),
  size: numeric('size>=8', (range, block, row) => within(range, block.size[row] as number)),
  call: numeric('call:3..9', (range, block, row) => within(range, block.call[row] as number)),
  thread: numeric('thread:2', (range, block) => within(range, block.thread)),
  offset: numeric('offset:12..15', ({ low, high }, block, row) => {
    const offset = block.offset[row] as number;
    return offset <= high && offset + Math.max(1, block.size[row] as number) > low;
  }),
  in: textual('in:dst', regionTest),
  field: textual('field:hdr.len', fieldTest),
  fn: textual('fn:deflate', functionTest),
  line: textual('line:codec.c:120', lineTest),
};

function regionTest(value: string, trace: Trace): RowTest {
  if (value.toLowerCase() === 'none') return (block, row) => block.region[row] === 0;
  const matches = nameTest(value);
  const ids = new Set<number>();
  for (const region of trace.regionById.values()) if (matches(shortName(region)) || matches(region.label)) ids.add(region.id);
  return (block, row) => ids.has(block.region[row] as number);
}

/** Accesses that share a byte with a field of this name, with or without the region's in front. */
function fieldTest(value: string, trace: Trace): RowTest {
  const matches = nameTest(value);
  const wanted = new Map<number, readonly { offset: number; size: number }[]>();
  for (const region of trace.regionById.values()) {
    const fields = region.fields.filter(field => matches(field.name) || matches(`${shortName(region)}.${field.name}`));
    if (fields.length > 0) wanted.set(region.id, fields);
  }
  return (block, row) => {
    const offset = block.offset[row] as number;
    const end = offset + (block.size[row] as number);
    return wanted.get(block.region[row] as number)?.some(field => field.offset < end && offset < field.offset + field.size) ?? false;
  };
}

/** Calls of this function, and instructions inside it. */
function functionTest(value: string, trace: Trace): RowTest {
  const matches = nameTest(value);
  const calls = new Set<number>();
  for (const call of trace.calls) if (matches(call.function)) calls.add(call.id);
  const insns = insnsWhere(trace, insn => (insn.symbol !== null && matches(insn.symbol)) || insn.inlined.some(one => matches(one.symbol)));
  return (block, row) => calls.has(block.call[row] as number) || insns.has(block.insn[row] as number);
}

/** "codec.c", "codec.c:120", "src/codec.c:100..130" */
function lineTest(value: string, trace: Trace): RowTest | null {
  const [, path = '', lines] = /^(.*?)(?::([\d.]+))?$/.exec(value) ?? [];
  const range = lines === undefined ? { low: 0, high: Infinity } : parseRange(':', lines);
  if (path === '' || !range) return null;
  const matches = pathTest(path);
  const isIn = (file: string | null, line: number | null) => file !== null && matches(file) && within(range, line ?? 0);
  const insns = insnsWhere(trace, insn => isIn(insn.file, insn.line) || insn.inlined.some(one => isIn(one.file, one.line)));
  return (block, row) => insns.has(block.insn[row] as number);
}

function insnsWhere(trace: Trace, test: (insn: Insn) => boolean): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const insn of trace.insnById.values()) if (test(insn)) ids.add(insn.id);
  return ids;
}
