import { open, type FileHandle } from 'node:fs/promises';
import { openTrace, TraceError } from '../../trace/open';
import type { ByteSource, Trace } from '../../trace/model/types';
import { duration, thousands } from '../../trace/text/numbers';
import { Failure, reason } from './failure';

/** Opens a trace for one command, says on stderr where it was cut short, and closes the file afterwards. */
export async function withTrace<T>(path: string, use: (trace: Trace) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    const trace = await openTrace(await sourceOf(path, file));
    const cut = trace.info.cutShort;
    if (cut) process.stderr.write(`ffiscope: ${path}: cut short at byte ${thousands(cut.byte)} (${cut.reason}); the recording ends at ${duration(cut.time)}\n`);
    return await use(trace);
  } catch (error) {
    if (error instanceof TraceError) throw new Failure(`${path}: ${error.message}`);
    throw error;
  } finally {
    await file.close();
  }
}

/** The bytes of a trace, for a command that does not read it as a recording; the file is closed afterwards. */
export async function withSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(await sourceOf(path, file));
  } catch (error) {
    if (error instanceof TraceError) throw new Failure(`${path}: ${error.message}`);
    throw error;
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new Failure(`${path}: can't be opened: ${reason(error)}`);
  }
}

async function sourceOf(path: string, file: FileHandle): Promise<ByteSource> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new Failure(`${path}: can't be opened: ${stat.isDirectory() ? 'it is a folder' : 'it is not a regular file'}`);
  return { size: stat.size, read: (offset, length) => readAt(path, file, offset, Math.min(length, Math.max(0, stat.size - offset))) };
}

async function readAt(path: string, file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  try {
    while (done < length) {
      const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
  } catch (error) {
    throw new Failure(`${path}: can't be read: ${reason(error)}`);
  }
  return done < length ? bytes.subarray(0, done) : bytes;
}
