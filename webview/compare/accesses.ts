import { diffArrays } from 'diff';
import type { Call, Trace } from '../../trace/model/types';
import { breathe } from '../canvas/breathe';
import { StepNames } from './steps';

/** A line of the comparison of accesses: in both (same), only in A or only in B; ordinals where there are some. */
export interface AccessLine { readonly kind: 'same' | 'a' | 'b'; readonly a: number | null; readonly b: number | null }

export interface AccessDiff {
  /** Differing accesses with a few equal ones around them; `null`: a stretch of equal ones was left out. */
  readonly lines: readonly (AccessLine | { readonly kind: 'gap'; readonly count: number })[];
  readonly onlyA: number;
  readonly onlyB: number;
  /** Only the first accesses of the calls were compared. */
  readonly cut: boolean;
}

const MOST_COMPARED = 20_000;
const MOST_EDITS = 4000;
const AROUND = 2;

/** Compares the accesses of two calls in their order. */
export async function diffAccesses(a: Trace, callA: Call, b: Trace, callB: Call, signal: AbortSignal): Promise<AccessDiff> {
  const [left, right] = await Promise.all([stepsOf(a, callA, signal), stepsOf(b, callB, signal)]);
  const changes = diffArrays(left.names, right.names, { maxEditLength: MOST_EDITS }) ?? [
    { value: [], count: left.names.length, removed: true, added: false }, { value: [], count: right.names.length, added: true, removed: false },
  ];
  const lines: AccessLine[] = [];
  let [i, j] = [0, 0];
  for (const { count = 0, added, removed } of changes) {
    for (let k = 0; k < count; k++) {
      if (removed) lines.push({ kind: 'a', a: left.ordinals[i++] ?? null, b: null });
      else if (added) lines.push({ kind: 'b', a: null, b: right.ordinals[j++] ?? null });
      else lines.push({ kind: 'same', a: left.ordinals[i++] ?? null, b: right.ordinals[j++] ?? null });
    }
  }
  const count = (kind: AccessLine['kind']): number => lines.filter(line => line.kind === kind).length;
  return { lines: withGaps(lines), onlyA: count('a'), onlyB: count('b'), cut: left.cut || right.cut };
}

async function stepsOf(trace: Trace, call: Call, signal: AbortSignal): Promise<{ names: string[]; ordinals: number[]; cut: boolean }> {
  const names = new StepNames(trace);
  const found = { names: [] as string[], ordinals: [] as number[], cut: false };
  const pause = breathe();
  for await (const block of call.lastOrdinal > call.firstOrdinal ? trace.blocks(call.firstOrdinal, call.lastOrdinal) : []) {
    signal.throwIfAborted();
    for (let row = 0; row < block.length; row++) {
      if (block.call[row] !== call.id) continue;
      if (found.names.length === MOST_COMPARED) return { ...found, cut: true };
      found.names.push(names.of(block, row));
      found.ordinals.push(block.firstOrdinal + row);
    }
    await pause();
  }
  return found;
}

/** Leaves out equal lines far from any difference. */
export function withGaps(lines: readonly AccessLine[]): AccessDiff['lines'] {
  const near = new Set<number>();
  lines.forEach(({ kind }, at) => { if (kind !== 'same') for (let i = at - AROUND; i <= at + AROUND; i++) near.add(i); });
  const shown: (AccessLine | { kind: 'gap'; count: number })[] = [];
  let skipped = 0;
  lines.forEach((line, at) => {
    if (!near.has(at)) { skipped++; return; }
    if (skipped > 0) shown.push({ kind: 'gap', count: skipped });
    skipped = 0;
    shown.push(line);
  });
  if (skipped > 0) shown.push({ kind: 'gap', count: skipped });
  return shown;
}
