import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { recorderArguments, type RecordOptions } from './arguments';
import { CannotRecord } from './errors';
import type { Parts } from './locate';
import { StatusReader, type End, type Status } from './status';

const STATUS_FD = 3;
/** The recorder has ended, but something it started may still hold the status descriptor open. */
const STATUS_GRACE_MS = 1000;

export interface Outcome {
  /** Exit status to pass on: the recorder's, or 128+N when signal N ended the recorder. */
  readonly status: number;
  /** The recorder's last word, null when it failed before it. */
  readonly end: End | null;
}

/** A program being recorded. */
export interface Recording {
  /** Ends the program and completes the trace; `done` tells when. Harmless when it has ended. */
  stop(): void;
  /** Resolves when the recorder has ended. @throws CannotRecord when it could not be started */
  readonly done: Promise<Outcome>;
}

/** Starts the recorder on the caller's own standard streams. `onStatus` gets every status as it comes. */
export function launch(parts: Parts, options: RecordOptions, onStatus: (status: Status) => void): Recording {
  const child = spawn(parts.recorder, recorderArguments(parts, options, STATUS_FD), {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  });
  return {
    stop: () => void child.kill('SIGTERM'),
    done: outcome(child, parts.recorder, onStatus),
  };
}

async function outcome(child: ChildProcess, recorder: string, onStatus: (status: Status) => void): Promise<Outcome> {
  let end: End | null = null;
  const statusRead = readStatus(child.stdio[STATUS_FD] as Readable, status => {
    if (status.type === 'end') end = status;
    onStatus(status);
  });
  const status = await exited(child, recorder);
  await Promise.race([statusRead, new Promise(resolve => setTimeout(resolve, STATUS_GRACE_MS).unref())]);
  return { status, end };
}

function readStatus(stream: Readable, onStatus: (status: Status) => void): Promise<void> {
  const reader = new StatusReader();
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => reader.push(chunk).forEach(onStatus));
  return new Promise(resolve => stream.once('end', resolve).once('error', () => resolve()));
}

function exited(child: ChildProcess, recorder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new CannotRecord(`${recorder} could not be started: ${error.message}; run "npm run setup" again`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
