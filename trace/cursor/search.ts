import type { AccessBlock } from '../model/types';
import { check, type Cancel } from './cancel';
import { firstWhere, type BlockRange, type CursorSource } from './source';

export type Direction = 'forward' | 'backward';

/** Stretch of time in nanoseconds, both ends included. */
export interface Span { readonly start: number; readonly end: number }

export type RowTest = (block: AccessBlock, row: number) => boolean;

export interface Query {
  readonly test: RowTest;
  /** False for blocks in which nothing can match: they are not read. */
  readonly within: (range: BlockRange) => boolean;
  /** Decides for the first access of a block, where `test` can't see the one before: row `last` of `before`. */
  readonly first?: (block: AccessBlock, before: AccessBlock, last: number) => boolean;
}

export const anywhere = (): boolean => true;

/** Blocks with accesses in some stretches of time. */
export const during = (spans: readonly Span[]) => ({ times }: BlockRange): boolean => times === null || spans.some(({ start, end }) => start <= times[1] && end >= times[0]);

/** Blocks with some of these accesses; `ordinals` ascend. */
export function among(ordinals: readonly number[]): (range: BlockRange) => boolean {
  return ({ first, end }) => (ordinals[firstWhere(ordinals.length, at => (ordinals[at] as number) >= first)] ?? Infinity) < end;
}

/**
 * The first access of a thread that matches, from `from` (itself included) in a direction; null when there is none before
 * `bound`. Reads only blocks that the query is not sure of.
 */
export async function findAccess(
  source: CursorSource, thread: number, { test, within }: Query, from: number, direction: Direction, cancel: Cancel, bound: number | null = null,
): Promise<number | null> {
  const forward = direction === 'forward';
  const blocks = source.blocksOf(thread);
  const step = forward ? 1 : -1;
  const start = forward
    ? firstWhere(blocks.length, index => (blocks[index] as BlockRange).end > from)
    : firstWhere(blocks.length, index => (blocks[index] as BlockRange).first > from) - 1;
  for (let index = start; index >= 0 && index < blocks.length; index += step) {
    const range = blocks[index] as BlockRange;
    if (bound !== null && (forward ? range.first >= bound : range.end <= bound)) return null;
    if (!within(range)) continue;
    check(cancel);
    const found = inBlock(await source.read(range), test, from, forward);
    if (found !== null) return found;
    await breathe(index);
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
