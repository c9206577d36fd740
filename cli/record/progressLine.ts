import { callsAndAccesses } from './counts';
import { formatSize } from './size';
import type { Status } from './status';

const CLEAR_LINE = '\r\x1b[K';

interface Terminal { readonly isTTY?: boolean; write(text: string): unknown }

/**
 * One line on stderr that is overwritten as a recording goes on.
 *
 * The program writes to the same terminal and we can't see when, so the line is shown only where its output goes elsewhere:
 * stderr is a terminal and stdout is not.
 */
export class ProgressLine {
  private readonly shown: boolean;
  private dirty = false;

  constructor(private readonly stderr: Terminal = process.stderr, stdout: Terminal = process.stdout) {
    this.shown = stderr.isTTY === true && stdout.isTTY !== true;
  }

  update(status: Extract<Status, { type: 'progress' }>): void {
    if (!this.shown) return;
    this.dirty = true;
    this.stderr.write(`${CLEAR_LINE}ffiscope: recording, ${callsAndAccesses(status)}, ${formatSize(status.bytes)}`);
  }

  clear(): void {
    if (this.dirty) this.stderr.write(CLEAR_LINE);
    this.dirty = false;
  }
}
