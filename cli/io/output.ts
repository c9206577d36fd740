import { once } from 'node:events';
import type { Writable } from 'node:stream';

const BATCH = 64 * 1024;

/** Lines to stdout in large pieces; waits when the reader is slower, so memory stays bounded. */
export class Output {
  private pending = '';

  constructor(private readonly stream: Writable = process.stdout) {}

  /** Returns a promise only when there is something to wait for. */
  line(text: string): Promise<void> | undefined {
    this.pending += `${text}\n`;
    return this.pending.length >= BATCH ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text !== '' && !this.stream.write(text)) await once(this.stream, 'drain');
  }
}

/** A reader that has seen enough (`| head`) is no error: the command ends at once and quietly. */
export function endWithReader(stream: NodeJS.WriteStream = process.stdout): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    process.stderr.write(`ffiscope: can't write the output: ${error.message}\n`);
    process.exit(2);
  });
}
