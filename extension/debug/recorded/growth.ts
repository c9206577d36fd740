import { watch, type FSWatcher } from 'node:fs';

/** A burst of writes is looked at once. */
const BURST_MS = 4;
/** Between the end of a look and the next one. */
const PAUSE_MS = 12;
/** Where the file system does not tell of changes they are looked for. */
const POLL_MS = 100;

/** Calls `look` soon after a file has changed, one look at a time. The file need not be there yet. */
export class Growth {
  private watcher: FSWatcher | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly poll: ReturnType<typeof setInterval>;
  private looking = false;
  private changed = false;
  private ended = false;

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

  private touched(): void {
    this.changed = true;
    if (!this.looking) this.timer ??= setTimeout(() => void this.now(), BURST_MS);
  }

  private async now(): Promise<void> {
    this.timer = undefined;
    this.watchFile();
    this.changed = false;
    this.looking = true;
    const pause = Math.max(PAUSE_MS, await this.look());
    if (this.ended) return;
    this.timer = setTimeout(() => {
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
        this.touched();
      }).on('error', () => this.unwatch());
    } catch {
      // The next look tries again.
    }
  }
}
