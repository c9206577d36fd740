/** Bytes of a region by their offsets. Memory is bounded by an eighth of the region, and far less where bytes lie in runs. */

const PAGE = 4096;
const WORDS = PAGE / 32;
/** Pages that are found by their number alone. */
const NEAR = 4096;
const FULL = new Uint32Array(WORDS).fill(0xffff_ffff);

/** A half-open range of offsets. */
export interface Run { readonly from: number; readonly to: number }

export class ByteSet {
  /** The run that is being extended; public, because the scan extends it without a call. */
  low = 0;
  high = 0;
  private pages: Map<number, Uint32Array> | null = null;
  /** The same, by number, of the pages up to NEAR. */
  private near: (Uint32Array | undefined)[] = [];

  add(from: number, to: number): void {
    if (from >= this.low && from <= this.high) {
      if (to > this.high) this.high = to;
    } else if (to === this.low) {
      this.low = from;
    } else if (!this.holds(from, to)) {
      this.store();
      this.low = from;
      this.high = to;
    }
  }

  /** All bytes are in a page already, for a few bytes that share a word there; else false, whatever is there. */
  private holds(from: number, to: number): boolean {
    const words = from < NEAR * PAGE ? this.near[from >>> 12] : undefined;
    const bit = from & 31;
    const count = to - from;
    if (words === undefined || bit + count > 32) return false;
    const mask = count === 32 ? -1 : ((1 << count) - 1) << bit;
    return ((words[(from & (PAGE - 1)) >> 5] as number) & mask) === mask;
  }

  /** The parts of [from, to) that are not in it. */
  missing(from: number, to: number): Run[] {
    if (this.pages === null && (this.low === this.high || to <= this.low || from >= this.high)) return [{ from, to }];
    if (from >= this.low && to <= this.high) return [];
    const out: { from: number; to: number }[] = [];
    for (let at = from; at < to; at++) {
      if (this.has(at)) continue;
      const last = out.at(-1);
      if (last?.to === at) last.to = at + 1;
      else out.push({ from: at, to: at + 1 });
    }
    return out;
  }

  private has(at: number): boolean {
    if (at >= this.low && at < this.high) return true;
    const words = this.pages?.get(Math.floor(at / PAGE));
    return words !== undefined && (((words[(at % PAGE) >> 5] as number) >>> (at % 32)) & 1) !== 0;
  }

  get empty(): boolean {
    return this.low === this.high && this.pages === null;
  }

  /** Runs in ascending order, none touching the next. */
  runs(): Run[] {
    if (this.pages === null) return this.low === this.high ? [] : [{ from: this.low, to: this.high }];
    this.store();
    this.high = this.low = 0;
    const out: { from: number; to: number }[] = [];
    for (const page of [...this.pages.keys()].sort((a, b) => a - b)) addPage(out, page * PAGE, this.pages.get(page) as Uint32Array);
    return out;
  }

  /** Number of bytes. */
  get size(): number {
    return this.runs().reduce((sum, run) => sum + run.to - run.from, 0);
  }

  private store(): void {
    if (this.low === this.high) return;
    this.pages ??= new Map();
    for (let from = this.low; from < this.high;) {
      const page = Math.floor(from / PAGE);
      const to = Math.min(this.high, (page + 1) * PAGE);
      this.storeIn(page, from - page * PAGE, to - page * PAGE);
      from = to;
    }
  }

  private keep(page: number, words: Uint32Array): void {
    (this.pages as Map<number, Uint32Array>).set(page, words);
    if (page >= 0 && page < NEAR) this.near[page] = words;
  }

  private storeIn(page: number, from: number, to: number): void {
    const pages = this.pages as Map<number, Uint32Array>;
    const known = pages.get(page);
    if (known === FULL) return;
    if (from === 0 && to === PAGE) {
      this.keep(page, FULL);
      return;
    }
    const words = known ?? new Uint32Array(WORDS);
    if (!known) this.keep(page, words);
    for (let at = from; at < to;) {
      const bit = at % 32;
      const count = Math.min(32 - bit, to - at);
      words[at >> 5] = (words[at >> 5] as number) | ((count === 32 ? 0xffff_ffff : (1 << count) - 1) << bit);
      at += count;
    }
  }
}

function addPage(out: { from: number; to: number }[], base: number, words: Uint32Array): void {
  for (let word = 0; word < WORDS; word++) {
    const bits = words[word] as number;
    if (bits === 0) continue;
    for (let bit = 0; bit < 32;) {
      if (bits === 0xffff_ffff) bit = 32;
      else if (!((bits >>> bit) & 1)) { bit++; continue; } else bit++;
      const from = base + word * 32 + (bits === 0xffff_ffff ? 0 : bit - 1);
      const to = base + word * 32 + bit;
      const last = out.at(-1);
      if (last?.to === from) last.to = to;
      else out.push({ from, to });
    }
  }
}

/** What `runs` leave out of [0, size). */
export function gaps(runs: readonly Run[], size: number): Run[] {
  const out: Run[] = [];
  let at = 0;
  for (const { from, to } of runs) {
    if (from > at) out.push({ from: at, to: Math.min(from, size) });
    at = Math.max(at, to);
    if (at >= size) return out;
  }
  if (at < size) out.push({ from: at, to: size });
  return out;
}

/** Runs of several lists as one list. */
export function union(lists: readonly (readonly Run[])[]): Run[] {
  const all = lists.flat().sort((a, b) => a.from - b.from);
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of all) {
    const last = out.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

/** Bytes that are in both lists. */
export function intersection(a: readonly Run[], b: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const [one, other] = [a[i] as Run, b[k] as Run];
    const from = Math.max(one.from, other.from);
    const to = Math.min(one.to, other.to);
    if (from < to) out.push({ from, to });
    if (one.to < other.to) i++;
    else k++;
  }
  return out;
}
