import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../../trace/model/types';

/** The bytes of a trace; `close` when done. Reading after the file was replaced still gives the old contents. */
export interface TraceFile extends ByteSource {
  close(): Promise<void>;
}

/** A trace on this computer's disk. Knows nothing of VS Code: the reader's thread uses it, too. */
export class LocalFile implements TraceFile {
  private constructor(private readonly handle: FileHandle, readonly size: number) {}

  static async open(path: string): Promise<LocalFile> {
    const handle = await open(path, 'r');
    return new LocalFile(handle, (await handle.stat()).size);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.handle.read(bytes, filled, wanted - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  close(): Promise<void> { return this.handle.close(); }
}
