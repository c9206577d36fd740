import type { AccessBlock } from '../model/types';
import { check, type Cancel } from './cancel';
import { firstWhere, type BlockRange, type CursorSource } from './source';

export type Direction = 'forward' | 'backward';

/** Stretch of time in nanoseconds, both ends included. */
export interface Span { readonly start: number; readonly end: number }

/** `row - 1` of the block is the access before, where there is one. */
export type RowTest = (block: AccessBlock, row: number) => boolean;

export interface Query {
  readonly test: RowTest;
  /** Accesses that match lie in these stretches, in any order; null: anywhere. */
  readonly spans: readonly Span[] | null;
}

/**
 * The first access of a thread that matches, from `from` (itself included) in a direction; null when there is none before
 * `bound`. Reads only blocks that overlap the spans of the query.
 */
export async function findAccess(
  source: CursorSource, thread: number, { test, spans }: Query, from: number, direction: Direction, cancel: Cancel, bound: number | null = null,
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
    if (!overlaps(range, spans)) continue;
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

function overlaps({ times }: BlockRange, spans: readonly Span[] | null): boolean {
  return times === null || spans === null || spans.some(({ start, end }) => start <= times[1] && end >= times[0]);
}

/** Lets requests in between come through: reading from a cache never leaves the microtask queue. */
async function breathe(index: number): Promise<void> {
  if (index % 8 === 0) await new Promise<void>(resolve => { setTimeout(resolve, 0); });
}
