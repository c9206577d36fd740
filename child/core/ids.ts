/**
 * Numbers that are unique in the process without asking anybody: several isolates (main thread, workers) hand out
 * ids of the same kinds, so each takes its thread's share of the 32 bits.
 */
import { threadId } from 'node:worker_threads';

const SHARE = 22;
const base = (threadId % 1024) * 2 ** SHARE;

/** Counts 1, 2, 3, ... within the share of this thread. */
export class Ids {
  #last = 0;
  next(): number {
    if (this.#last === 2 ** SHARE - 1) throw new Error('more definitions than one thread can number');
    return base + ++this.#last;
  }
}

/** Ids of memory have 53 bits: thread, then a counter of 32 bits. */
export class MemoryIds {
  #last = 0;
  next(): number { return threadId * 2 ** 32 + ++this.#last; }
}
