import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { LocalFile, type TraceFile } from './localFile';

export type { TraceFile } from './localFile';

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

function memoryFile(bytes: Uint8Array): TraceFile {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}
