import { AccessFlag, type Trace } from '../../trace/model/types';
import { stretchesOf } from '../canvas/lod';

/** Counts, in the background, how many accesses are not certain. `checked` says how many were looked at so far. */
export class Certainty {
  uncertain = 0;
  checked = 0;
  done = false;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();

  constructor(trace: Trace) { void this.#count(trace); }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  destroy(): void { this.#abort.abort(); }

  async #count(trace: Trace): Promise<void> {
    const stretches = await stretchesOf(trace, 0, trace.accessCount, 1, this.#abort.signal).catch(() => null);
    if (stretches) {
      this.uncertain = stretches.reduce((sum, { node }) => sum + node.uncertain, 0);
      this.checked = trace.accessCount;
    } else for await (const block of trace.blocks()) {
      for (let row = 0; row < block.length; row++) this.uncertain += (block.flags[row] ?? 0) & AccessFlag.uncertain ? 1 : 0;
      this.checked += block.length;
      await new Promise(resolve => { setTimeout(resolve); });
      if (this.#abort.signal.aborted) return;
    }
    this.done = true;
    for (const listener of [...this.#listeners]) listener();
  }
}
