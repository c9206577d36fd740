/** What a trace that grows has is looked for so much later: its views come first. */
const GROWN_MS = 150;
/** While it grows on and on, a reading may come when so many times as long as the last one took has passed since: it takes a seventh of a processor at most. */
const REST = 6;
/** A trace that has not grown for so long is one that nobody adds to now; what it has is wanted. Longer than a view of a program that runs on rests. */
const STILL_MS = 5500;

/** Reads a trace that grows, one reading after the other, until `state` is what it was when the last one began. */
export class Rereading {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading = false;
  private ended = false;
  private endedAt = -Infinity;
  private took = 0;

  constructor(private readonly read: () => Promise<void>, private readonly state: () => unknown) {}

  /** The trace has grown. */
  touched(): void {
    if (this.reading || this.ended) return;
    clearTimeout(this.timer);
    const due = this.endedAt + REST * this.took - performance.now();
    this.timer = setTimeout(() => void this.run(), Math.max(GROWN_MS, Math.min(due, STILL_MS)));
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    const before = this.state();
    const start = performance.now();
    this.reading = true;
    await this.read();
    this.reading = false;
    this.endedAt = performance.now();
    this.took = this.endedAt - start;
    if (this.state() !== before) this.touched();
  }
}
