import { count, thousands } from '../../trace/text/numbers';

const EVERY_MS = 200;
const FIRST_AFTER_MS = 500;

/** A live line on stderr for long work, where stderr is a terminal and the result goes elsewhere. */
export class Progress {
  private next = Date.now() + FIRST_AFTER_MS;
  private shown = false;
  private readonly live = process.stderr.isTTY === true && process.stdout.isTTY !== true;

  constructor(private readonly total: number) {}

  update(done: number): void {
    if (!this.live || Date.now() < this.next) return;
    this.next = Date.now() + EVERY_MS;
    this.shown = true;
    process.stderr.write(`\r\x1b[Kffiscope: ${thousands(done)} of ${count(this.total, 'access', 'accesses')} (${Math.floor((done / this.total) * 100)} %)`);
  }

  end(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
    this.shown = false;
  }
}
