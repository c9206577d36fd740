import { open, stat, type FileHandle } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ByteSource } from '../../trace/model/types';

/** The bytes of a trace; `close` when done. Reading after the file was replaced still gives the old contents. */
export interface TraceFile extends ByteSource {
  close(): Promise<void>;
}

/** Opens a trace for paged reading; where it lies in no file system of this computer it is read whole. */
export async function openTraceFile(uri: vscode.Uri): Promise<TraceFile> {
  return uri.scheme === 'file' ? LocalFile.open(uri.fsPath) : memoryFile(await vscode.workspace.fs.readFile(uri));
}

/** Changes whenever the file is replaced or written to; null when it is gone. */
export async function fingerprint(uri: vscode.Uri): Promise<string | null> {
  try {
    if (uri.scheme !== 'file') {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      return `${mtime} ${size}`;
    }
    const { ino, size, mtimeNs } = await stat(uri.fsPath, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return null;
  }
}

class LocalFile implements TraceFile {
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

function memoryFile(bytes: Uint8Array): TraceFile {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}
