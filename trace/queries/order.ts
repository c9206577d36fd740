import type { Trace } from '../model/types';

/** A moment that accesses of all threads can be compared with. */
export interface Moment { readonly ordinal: number; readonly thread: number; readonly time: number }

/** The moment after access `ordinal` was made; -1: before all, the number of accesses or above: after all. */
export async function momentOf(trace: Trace, ordinal: number): Promise<Moment> {
  if (ordinal < 0) return { ordinal: -1, thread: 0, time: -Infinity };
  if (ordinal >= trace.accessCount) return { ordinal, thread: 0, time: Infinity };
  const block = await trace.blockAt(ordinal);
  return { ordinal, thread: block.thread, time: block.time[ordinal - block.firstOrdinal] as number };
}

/** Whether an access comes later: by ordinal on one thread, by time across threads, by ordinal at the same time. */
export function isAfter(one: Moment, other: Moment): boolean {
  if (one.thread === other.thread || one.time === other.time) return one.ordinal > other.ordinal;
  return one.time > other.time;
}

/** Threads that have accesses. */
export function threadsOf(trace: Trace): readonly number[] {
  return [...new Set(trace.tree.blocks.map(block => block.thread))];
}
