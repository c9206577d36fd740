import type { Node } from '../format/summary';
import type { AccessBlock } from '../model/types';
import type { Verdict } from '../queries/visit';

/** Part of a filter, for one recording. */
export interface Test {
  /** What it says of all accesses under a node of the index. */
  judge(node: Node): Verdict;
  /** Whether `mark` looks only at what the accesses of a shape have in common: not at `offset` and `time`. */
  readonly byShape: boolean;
  /** Sets `out` to 1 for each row that matches, to 0 for all others. */
  mark(block: AccessBlock, out: Uint8Array): void;
}

/** Marks the rows of a block; of a test by shape, it asks once a shape. */
export function markRows(test: Test, block: AccessBlock, out: Uint8Array): void {
  const matching = shapesThat(test, block);
  if (!matching || !block.shapes) return test.mark(block, out);
  const { which } = block.shapes;
  for (let row = 0; row < which.length; row++) out[row] = matching[which[row] as number] as number;
}

const NOTHING = new Float64Array(0);

/** 1 for each shape of a block that passes; null: the test looks at more than shapes, or the block has none. */
export function shapesThat(test: Test, block: AccessBlock): Uint8Array | null {
  if (!test.byShape || !block.shapes) return null;
  const out = new Uint8Array(block.shapes.rows.length);
  test.mark({ ...block.shapes, length: out.length, thread: block.thread, firstOrdinal: 0, firstSeq: 0, offset: NOTHING, time: NOTHING, shapes: null }, out);
  return out;
}

export function not(inner: Test): Test {
  return {
    byShape: inner.byShape,
    judge: node => { const verdict = inner.judge(node); return verdict === 'some' ? 'some' : verdict === 'all' ? 'none' : 'all'; },
    mark(block, out) {
      markRows(inner, block, out);
      for (let row = 0; row < block.length; row++) out[row] = 1 - (out[row] as number);
    },
  };
}

/** `all`: every part has to hold; else one of them. */
export function joined(parts: readonly Test[], all: boolean): Test {
  let scratch = new Uint8Array(0);
  const [ends, passes] = all ? (['none', 'all'] as const) : (['all', 'none'] as const);
  return {
    byShape: parts.every(part => part.byShape),
    judge(node) {
      let verdict: Verdict = passes;
      for (const part of parts) {
        const one = part.judge(node);
        if (one === ends) return ends;
        if (one === 'some') verdict = 'some';
      }
      return verdict;
    },
    mark(block, out) {
      if (scratch.length < block.length) scratch = new Uint8Array(block.length);
      for (const [at, part] of parts.entries()) {
        markRows(part, block, at === 0 ? out : scratch);
        if (at === 0) continue;
        if (all) for (let row = 0; row < block.length; row++) out[row] = (out[row] as number) & (scratch[row] as number);
        else for (let row = 0; row < block.length; row++) out[row] = (out[row] as number) | (scratch[row] as number);
      }
    },
  };
}

/** The verdict on values of which the lowest and the highest are known. */
export function judgeSpan(lowest: number, highest: number, wanted: { readonly low: number; readonly high: number }): Verdict {
  if (lowest > wanted.high || highest < wanted.low) return 'none';
  return lowest >= wanted.low && highest <= wanted.high ? 'all' : 'some';
}

/** The verdict when `matching` of `total` match. */
export function judgeCount(matching: number, total: number): Verdict {
  return matching === 0 ? 'none' : matching === total ? 'all' : 'some';
}

/** Marks rows whose value in a column is in a set. Values come in runs mostly: the last answer is remembered. */
export function markMembers(column: Uint32Array, length: number, members: ReadonlySet<number>, out: Uint8Array): void {
  let last = -1;
  let answer = 0;
  for (let row = 0; row < length; row++) {
    const value = column[row] as number;
    if (value !== last) {
      last = value;
      answer = members.has(value) ? 1 : 0;
    }
    out[row] = answer;
  }
}
