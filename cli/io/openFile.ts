import { open, type FileHandle } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';
import { openCalls, openTrace, TraceError, type CallStream } from '../../trace/open';
import type { ByteSource, Trace, TraceInfo } from '../../trace/model/types';
import { duration, thousands } from '../../trace/text/numbers';
import { Failure, reason } from './failure';

/** For the command that was given, on a machine that has as much memory. */
const MORE_ROOM = ', and NODE_OPTIONS=--max-old-space-size=MIB in front of this command gives it more';

/** Opens a trace for one command, says on stderr where it was cut short, and closes the file afterwards. */
export function withTrace<T>(path: string, use: (trace: Trace) => Promise<T>): Promise<T> {
  return withSource(path, async source => {
    const trace = await openTrace(source, getHeapStatistics().heap_size_limit);
    sayCutShort(path, trace.info);
    return use(trace);
  });
}

/** The same for a command that goes through the calls once: it has room for recordings with any number of them. */
export function withCalls<T>(path: string, use: (stream: CallStream) => Promise<T>): Promise<T> {
  return withSource(path, async source => {
    const stream = await openCalls(source);
    sayCutShort(path, stream.info);
    return use(stream);
  });
}

function sayCutShort(path: string, { cutShort }: TraceInfo): void {
  if (cutShort) process.stderr.write(`ffiscope: ${path}: cut short at byte ${thousands(cutShort.byte)} (${cutShort.reason}); the recording ends at ${duration(cutShort.time)}\n`);
}

/** The bytes of a trace, for a command that does not read it as a recording; the file is closed afterwards. */
export async function withSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(await sourceOf(path, file));
  } catch (error) {
    if (error instanceof TraceError) throw new Failure(`${path}: ${error.message}${error.kind === 'too-large' ? MORE_ROOM : ''}`);
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
