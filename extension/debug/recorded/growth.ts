import { watch, type FSWatcher } from 'node:fs';

/** A burst of writes is looked at once. */
const BURST_MS = 4;
/** Between the end of a look and the next one. */
const PAUSE_MS = 12;
/** A file that grows without such a pause is one of a program that runs on: nobody waits for each of its calls. */
const QUIET_MS = 60;
/** So many looks in a stretch without pause come as fast as they can; each of those after them rests so much longer than the one before, up to a limit. */
const FAST_LOOKS = 6;
const STEADY_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5000;
/** Where the file system does not tell of changes they are looked for. */
const POLL_MS = 100;

/**
 * Calls `look` soon after a file has changed, one look at a time. The file need not be there yet. While it grows on and on the
 * looks become rare, and once it stands still the last one comes at once.
 */
export class Growth {
  private watcher: FSWatcher | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly poll: ReturnType<typeof setInterval>;
  private looking = false;
  private changed = false;
  private ended = false;
  /** When the file grew last, and looks since it began to grow without pause. */
  private grownAt = -Infinity;
  private looks = 0;

  /** @param look resolves to the least time until the next look, in ms */
  constructor(private readonly path: string, private readonly look: () => Promise<number>) {
    this.poll = setInterval(() => this.touched(), POLL_MS);
    this.touched();
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    clearInterval(this.poll);
    this.unwatch();
  }

  private grew(): void {
    const now = performance.now();
    if (now - this.grownAt > QUIET_MS) this.looks = 0;
    this.grownAt = now;
    this.touched();
  }

  private touched(): void {
    if (this.ended) return;
    this.changed = true;
    if (!this.looking) this.timer ??= setTimeout(() => void this.now(), BURST_MS);
  }

  private async now(): Promise<void> {
    this.timer = undefined;
    this.watchFile();
    this.changed = false;
    this.looking = true;
    this.looks++;
    const pause = Math.max(PAUSE_MS, await this.look());
    if (!this.ended) this.rest(performance.now(), pause);
  }

  /** `since`: the end of the look. */
  private rest(since: number, pause: number): void {
    this.timer = setTimeout(() => {
      const now = performance.now();
      const steadyPause = Math.min(LONGEST_PAUSE_MS, STEADY_PAUSE_MS * (this.looks - FAST_LOOKS));
      const growsOn = now - this.grownAt < QUIET_MS;
      if (growsOn && now - since < steadyPause) {
        this.rest(since, QUIET_MS / 3);
        return;
      }
      this.timer = undefined;
      this.looking = false;
      if (this.changed) this.touched();
    }, pause);
  }

  /** The name stands for another file now. */
  private unwatch(): void {
    this.watcher?.close();
    this.watcher = null;
  }

  /** Only a file that is there can be watched. */
  private watchFile(): void {
    try {
      this.watcher ??= watch(this.path, event => {
        if (event === 'rename') this.unwatch();
        this.grew();
      }).on('error', () => this.unwatch());
    } catch {
      // The next look tries again.
    }
  }
}
