import type { Trace } from '../../trace/model/types';
import { momentAfter, type Moment } from '../memory/moment';
import { loadWrites, writesUntil, type WriteLog } from '../memory/writelog';
import type { RegionBytes } from './load';

/** Contents shown: before the call, after it, or after some of the writes made in it. */
export type When = 'before' | 'at' | 'after';

/** Larger regions are not rebuilt: that takes 13 bytes of memory for each of theirs. */
export const MOST_REBUILT = 16 * 1024 * 1024;

/** The writes of the shown region, and the region as it was after any number of them. */
export class Moments {
  when: When = 'after';
  #log: WriteLog | null = null;
  #writes = 0;
  #bytes: RegionBytes | null = null;
  #made: { readonly key: string; readonly moment: Moment } | null = null;
  #abort = new AbortController();

  constructor(readonly trace: Trace, readonly arrived: () => void) {}

  /** Null while the writes are being read, and for regions that are too large. */
  get log(): WriteLog | null { return this.#log; }
  get tooLarge(): boolean { return (this.#bytes?.region.size ?? 0) > MOST_REBUILT; }

  /** Writes that have happened at the moment that is shown. */
  get writes(): number { return this.when === 'before' ? 0 : this.when === 'after' ? this.#log?.length ?? 0 : this.#writes; }

  /** Goes to the moment after some number of writes. */
  goTo(writes: number): void {
    this.when = 'at';
    this.#writes = Math.max(0, Math.min(writes, this.#log?.length ?? 0));
  }

  /** In the middle of the call: the moment just after an access. */
  follow(ordinal: number | undefined): void {
    if (this.when === 'at' && this.#log && ordinal !== undefined) this.#writes = writesUntil(this.#log, ordinal);
  }

  show(bytes: RegionBytes | null, ordinal: number | undefined): void {
    if (bytes?.region === this.#bytes?.region) { this.#bytes = bytes; return; }
    this.#abort.abort();
    this.#bytes = bytes;
    this.#log = this.#made = null;
    if (!bytes || this.tooLarge) { this.when = this.when === 'at' ? 'after' : this.when; return; }
    const abort = this.#abort = new AbortController();
    loadWrites(this.trace, bytes.region, abort.signal).then(log => {
      this.#log = log;
      this.#writes = log.length;
      this.follow(ordinal);
      this.arrived();
    }, error => { if (!abort.signal.aborted) reportError(error); });
  }

  /** The region at the moment shown; null until its writes and contents are there. */
  get moment(): Moment | null {
    const [log, bytes] = [this.#log, this.#bytes];
    if (!log || !bytes || bytes.before === undefined || bytes.after === undefined) return null;
    const key = `${bytes.region.id} ${this.writes}`;
    if (this.#made?.key !== key) {
      this.#made = { key, moment: momentAfter(log, bytes.region.size, this.writes, { before: bytes.before, after: bytes.after }) };
    }
    return this.#made.moment;
  }

  destroy(): void { this.#abort.abort(); }
}
