import { open, rm } from 'node:fs/promises';
import { StatusReader, type Status } from '../../cli/record/status';

const POLL_MS = 150;
const CHUNK = 64 * 1024;

/**
 * Follows a file that the recorder appends its status to. A file, because a terminal passes on no descriptors of ours:
 * the shell that starts the recorder redirects one into it.
 */
export class StatusFile {
  private readonly reader = new StatusReader();
  private readonly timer: ReturnType<typeof setInterval>;
  private offset = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(readonly path: string, private readonly onStatus: (status: Status) => void) {
    this.timer = setInterval(() => this.poll(), POLL_MS);
  }

  /** Reads what is left, then removes the file. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.poll();
    await rm(this.path, { force: true });
  }

  private poll(): Promise<void> {
    this.reading = this.reading.then(() => this.readNew());
    return this.reading;
  }

  private async readNew(): Promise<void> {
    const file = await open(this.path, 'r').catch(() => null);
    if (!file) return;
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        this.reader.push(buffer.toString('utf8', 0, bytesRead)).forEach(this.onStatus);
      }
    } finally {
      await file.close();
    }
  }
}
