import type { WriteLog } from './writelog';

/** A region as it was after some of its writes. */
export interface Moment {
  /** How many writes of the log have happened. */
  readonly writes: number;
  /** Contents; a byte counts only where `known` is 1. */
  readonly bytes: Uint8Array;
  readonly known: Uint8Array;
  /** Index into the log of the last write to each byte so far, or -1. */
  readonly writer: Int32Array;
}

/** What is known besides the writes. Null: was not kept. */
export interface Ends { readonly before: Uint8Array | null; readonly after: Uint8Array | null }

/**
 * Rebuilds a region after its first `writes` writes. A byte that nothing has written yet holds what was there before the call; one that
 * nothing writes any more already holds what is there after it. What lies between two writes is known only where the values of
 * writes were kept.
 * @param valueOf bytes that write `index` stored, where that is known
 */
export function momentAfter(log: WriteLog, size: number, writes: number, ends: Ends, valueOf: (index: number) => Uint8Array | null = () => null): Moment {
  const writer = lastWriters(log, size, 0, writes);
  const later = lastWriters(log, size, writes, log.length);
  const bytes = new Uint8Array(size);
  const known = new Uint8Array(size);
  for (let at = 0; at < size; at++) {
    const value = byteAt(at, writer[at] ?? -1, later[at] ?? -1);
    if (value === undefined) continue;
    bytes[at] = value;
    known[at] = 1;
  }
  return { writes, bytes, known, writer };

  function byteAt(at: number, last: number, next: number): number | undefined {
    const stored = last < 0 ? undefined : valueOf(last)?.[at - (log.from[last] ?? 0)];
    if (stored !== undefined) return stored;
    const settled = next < 0 && !log.cut ? ends.after?.[at] : undefined;
    return last < 0 ? ends.before?.[at] ?? settled : settled;
  }
}

/** Index of the last write in [first, end) to each byte, or -1. */
function lastWriters(log: WriteLog, size: number, first: number, end: number): Int32Array {
  const writers = new Int32Array(size).fill(-1);
  for (let index = first; index < end; index++) {
    const from = Math.max(0, log.from[index] ?? 0);
    const to = Math.min(size, (log.from[index] ?? 0) + (log.size[index] ?? 0));
    if (to > from) writers.fill(index, from, to);
  }
  return writers;
}

/** The writers of some bytes so far, latest first, each with the bytes that are still its own. */
export function writersOf(moment: Moment, from: number, size: number, most: number): readonly { readonly write: number; readonly offset: number; readonly size: number }[] {
  const runs = new Map<number, { write: number; offset: number; size: number }>();
  for (let at = Math.max(0, from); at < Math.min(moment.writer.length, from + size); at++) {
    const write = moment.writer[at] ?? -1;
    if (write < 0) continue;
    const run = runs.get(write);
    if (run) run.size = at - run.offset + 1;
    else runs.set(write, { write, offset: at, size: 1 });
  }
  return [...runs.values()].sort((a, b) => b.write - a.write).slice(0, most);
}
