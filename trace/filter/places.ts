import type { Node } from '../format/summary';
import type { Insn, Trace } from '../model/types';
import { mayTouch } from '../queries/bytes';
import { shortName } from '../queries/fields';
import { nameTest, pathTest } from './names';
import { parseRange } from './numbers';
import { markMembers, type Test } from './test';
import type { Verdict } from '../queries/visit';

/** Accesses in regions of this name or label. */
export function regionTest(value: string, trace: Trace): Test {
  if (value.toLowerCase() === 'none') return outside();
  const matches = nameTest(value);
  const ids = new Set<number>();
  for (const region of trace.regionById.values()) if (matches(shortName(region)) || matches(region.label)) ids.add(region.id);
  return {
    byShape: true,
    judge: node => judgeRegions(node, one => !one.near && ids.has(one.region)),
    mark: (block, out) => { markMembers(block.region, block.length, ids, out); },
  };
}

function outside(): Test {
  return {
    byShape: true,
    judge: node => judgeRegions(node, one => one.near),
    mark(block, out) {
      const { region } = block;
      for (let row = 0; row < block.length; row++) out[row] = region[row] === 0 ? 1 : 0;
    },
  };
}

function judgeRegions(node: Node, isIn: (region: Node['regions'][number]) => boolean): Verdict {
  if (!node.all) return 'some';
  const found = node.regions.filter(isIn).length;
  return found === 0 ? 'none' : found === node.regions.length ? 'all' : 'some';
}

/** Accesses that share a byte with a field of this name, with or without the region's in front. */
export function fieldTest(value: string, trace: Trace): Test {
  const matches = nameTest(value);
  const wanted = new Map<number, readonly { offset: number; size: number }[]>();
  for (const region of trace.regionById.values()) {
    const fields = region.fields.filter(field => matches(field.name) || matches(`${shortName(region)}.${field.name}`));
    if (fields.length > 0) wanted.set(region.id, fields);
  }
  const near = (region: Node['regions'][number]): boolean => wanted.get(region.region)?.some(field => mayTouch(region, [field.offset, field.offset + field.size])) ?? false;
  const touches = (region: number, from: number, end: number): boolean => wanted.get(region)?.some(field => field.offset < end && from < field.offset + field.size) ?? false;
  return {
    byShape: false,
    judge: node => (node.all && !node.regions.some(one => !one.near && near(one)) ? 'none' : 'some'),
    mark(block, out) {
      const { region, offset, size } = block;
      for (let row = 0; row < block.length; row++) {
        const from = offset[row] as number;
        out[row] = touches(region[row] as number, from, from + (size[row] as number)) ? 1 : 0;
      }
    },
  };
}

/** Calls of this function, and instructions inside it. */
export function functionTest(value: string, trace: Trace): Test {
  const matches = nameTest(value);
  const calls = trace.calls.filter(call => matches(call.function)).map(call => call.id);
  return callsAndInsns(calls, insnsWhere(trace, insn => (insn.symbol !== null && matches(insn.symbol)) || insn.inlined.some(one => matches(one.symbol))));
}

/** "codec.c", "codec.c:120", "src/codec.c:100..130", "app.js:12" */
export function lineTest(value: string, trace: Trace): Test | null {
  const [, path = '', lines] = /^(.*?)(?::([\d.]+))?$/.exec(value) ?? [];
  const range = lines === undefined ? { low: 0, high: Infinity } : parseRange(':', lines);
  if (path === '' || !range) return null;
  const matches = pathTest(path);
  const isIn = (file: string | null, line: number | null) => file !== null && matches(file) && (line ?? 0) >= range.low && (line ?? 0) <= range.high;
  const calls = trace.calls.filter(({ site }) => site !== null && isIn(site.file, site.line)).map(call => call.id);
  return callsAndInsns(calls, insnsWhere(trace, insn => isIn(insn.file, insn.line) || insn.inlined.some(one => isIn(one.file, one.line))));
}

function insnsWhere(trace: Trace, test: (insn: Insn) => boolean): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const insn of trace.insnById.values()) if (test(insn)) ids.add(insn.id);
  return ids;
}

/** Accesses of one of these calls (ascending), or of one of these instructions. */
function callsAndInsns(calls: readonly number[], insns: ReadonlySet<number>): Test {
  const callSet = new Set(calls);
  let scratch = new Uint8Array(0);
  return {
    byShape: true,
    judge({ calls: [low, high], insns: { id } }) {
      let found = 0;
      for (const insn of id) if (insns.has(insn)) found++;
      if (found === id.length && found > 0) return 'all';
      if (found > 0) return 'some';
      const first = calls[firstAtLeast(calls, low)];
      return first !== undefined && first <= high ? 'some' : 'none';
    },
    mark(block, out) {
      markMembers(block.insn, block.length, insns, out);
      if (callSet.size === 0) return;
      if (scratch.length < block.length) scratch = new Uint8Array(block.length);
      markMembers(block.call, block.length, callSet, scratch);
      for (let row = 0; row < block.length; row++) out[row] = (out[row] as number) | (scratch[row] as number);
    },
  };
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
