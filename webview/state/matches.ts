import type { Trace } from '../../trace/model/types';
import { countByCall } from '../../trace/queries/count';
import { breathe } from '../canvas/breathe';
import type { AccessMatcher } from './filter';
import type { Store } from './store';

/** How many accesses pass the filter. `done` is false while the recording is still being read. */
export interface Matches { readonly total: number; readonly perCall: ReadonlyMap<number, number>; readonly done: boolean }

const REPORT_EVERY_MS = 100;

/** Counts hits in the background whenever the filter changes, and tells listeners about ten times a second. */
export class MatchCounter {
  #current: Matches | null = null;
  #running: AbortController | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;

  constructor(store: Store) {
    this.#stop = store.subscribe((changed, state) => { if (changed('filter')) this.#restart(store.trace, state.filter.matcher); });
  }

  /** Null when nothing is filtered. */
  get current(): Matches | null { return this.#current; }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  destroy(): void {
    this.#running?.abort();
    this.#stop();
  }

  #restart(trace: Trace, matcher: AccessMatcher | null): void {
    this.#running?.abort();
    this.#running = matcher ? new AbortController() : null;
    this.#tell(null);
    if (matcher && this.#running) void this.#count(trace, matcher, this.#running.signal);
  }

  async #count(trace: Trace, matcher: AccessMatcher, signal: AbortSignal): Promise<void> {
    const pause = breathe();
    let told = performance.now();
    try {
      for await (const { total, perCall, upTo } of countByCall(trace, matcher, { signal })) {
        const done = upTo === trace.accessCount;
        if (done || performance.now() - told >= REPORT_EVERY_MS) {
          told = performance.now();
          this.#tell({ total, perCall, done });
        }
        await pause();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #tell(matches: Matches | null): void {
    this.#current = matches;
    for (const listener of [...this.#listeners]) listener();
  }
}
