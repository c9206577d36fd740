import type { Node } from '../format/summary';
import type { AccessBlock } from '../model/types';
import { visit } from '../queries/visit';
import { check, stopping, type Cancel } from './cancel';
import { firstWhere, type BlockRange, type CursorSource } from './source';

export type Direction = 'forward' | 'backward';

/** Stretch of time in nanoseconds, both ends included. */
export interface Span { readonly start: number; readonly end: number }

export type RowTest = (block: AccessBlock, row: number) => boolean;

export interface Query {
  readonly test: RowTest;
  /** False for blocks in which nothing can match: they are not read. */
  readonly within: (range: BlockRange) => boolean;
  /** False for stretches of accesses in which, by the index, nothing can match: they are passed over as a whole. */
  readonly judge?: (node: Node) => boolean;
  /** Decides for the first access of a block, where `test` can't see the one before: row `last` of `before`. */
  readonly first?: (block: AccessBlock, before: AccessBlock, last: number) => boolean;
}

export const anywhere = (_range: Pick<BlockRange, 'times'>): boolean => true;

/** Stretches in which some instructions touched memory. */
export const byInsns = (insns: ReadonlySet<number>) => ({ insns: { id } }: Node): boolean => id.some(insn => insns.has(insn));

/** Blocks with accesses in some stretches of time, which are in order and apart. */
export const during = (spans: readonly Span[]) => ({ times }: Pick<BlockRange, 'times'>): boolean =>
  times === null || (spans[firstWhere(spans.length, at => (spans[at] as Span).end >= times[0])]?.start ?? Infinity) <= times[1];

/** Blocks with some of these accesses; `ordinals` ascend. */
export function among(ordinals: readonly number[]): (range: BlockRange) => boolean {
  return ({ first, end }) => (ordinals[firstWhere(ordinals.length, at => (ordinals[at] as number) >= first)] ?? Infinity) < end;
}

/**
 * The first access of a thread that matches, from `from` (itself included) in a direction; null when there is none before
 * `bound`. Reads only blocks that the query is not sure of.
 */
export async function findAccess(
  source: CursorSource, thread: number, { test, within, judge }: Query, from: number, direction: Direction, cancel: Cancel, bound: number | null = null,
): Promise<number | null> {
  const forward = direction === 'forward';
  const stretch = forward ? { from, to: bound ?? Infinity } : { from: bound ?? 0, to: from + 1 };
  let read = 0;
  for await (const { block } of visit(source.trace, { ...stretch, thread, backward: !forward, judge: node => (judge?.(node) === false ? 'none' : 'some'), signal: stopping(cancel) })) {
    const range = block === null ? null : source.block(block);
    if (!range || !within(range)) continue;
    const rows = await source.read(range);
    // Who has given up in the meantime is not told what was found all the same.
    check(cancel);
    const found = inBlock(rows, test, from, forward);
    if (found !== null) return found;
    await breathe(read++);
  }
  return null;
}

function inBlock(block: AccessBlock, test: RowTest, from: number, forward: boolean): number | null {
  const { firstOrdinal, length } = block;
  const step = forward ? 1 : -1;
  const start = forward ? Math.max(0, from - firstOrdinal) : Math.min(length - 1, from - firstOrdinal);
  for (let row = start; row >= 0 && row < length; row += step) if (test(block, row)) return firstOrdinal + row;
  return null;
}

/** Lets requests in between come through: reading from a cache never leaves the microtask queue. */
async function breathe(index: number): Promise<void> {
  if (index % 8 === 0) await new Promise<void>(resolve => { setTimeout(resolve, 0); });
}
