import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { ENGINES, REDACTS, recorderArguments, type RecordOptions } from '../../../cli/record/arguments';
import { locate } from '../../../cli/record/locate';
import { parseSize } from '../../../cli/record/size';
import { StatusReader, type End } from '../../../cli/record/status';
import { RequestFailed } from './errors';
import type { DebugHost, LaunchArguments, OnStatus } from './host';

const STATUS_FD = 3;
/** The recorder ends a program within 2 s of being told to. */
const STOP_LIMIT_MS = 8000;
const OUTPUT_GRACE_MS = 1000;

export interface Recorded { readonly file: string; readonly end: End | null; readonly status: number }

/** A program being recorded for a session. */
export interface LaunchedProgram {
  readonly done: Promise<Recorded>;
  /** Ends the program; what was recorded is kept. Resolves when the recorder has ended. */
  stop(): Promise<void>;
}

export type OnOutput = (category: 'stdout' | 'stderr', text: string) => void;

/**
 * Starts a program under the recorder.
 * @throws CannotRecord | RequestFailed when it can't be started
 */
export async function launchProgram(host: DebugHost, args: LaunchArguments, onOutput: OnOutput, onStatus: OnStatus): Promise<LaunchedProgram> {
  const refused = host.refusal();
  if (refused !== null) throw new RequestFailed(refused);
  const cwd = args.cwd ?? dirname(String(args.program));
  const command = [args.runtimeExecutable ?? 'node', ...args.runtimeArgs ?? [], args.program, ...args.args ?? []];
  validate(args, cwd);
  const options: RecordOptions = {
    command, file: args.output ?? await host.target(command, cwd), engine: args.engine ?? 'fast', snapshotLimit: sizeOf(args.snapshotLimit), redact: args.redact,
  };
  const parts = locate(host.dist);
  const child = spawn(parts.recorder, recorderArguments(parts, options, STATUS_FD), {
    cwd, env: environment(args.env ?? {}), stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return follow(child, options.file, onOutput, onStatus);
}

function validate(args: LaunchArguments, cwd: string): void {
  if (typeof args.program !== 'string' || args.program === '') throw new RequestFailed('"program" is missing in the launch configuration: the script to record');
  if (!existsSync(args.program)) throw new RequestFailed(`"program" does not exist: ${args.program}`);
  if (!existsSync(cwd)) throw new RequestFailed(`"cwd" does not exist: ${cwd}`);
  if (args.engine !== undefined && !ENGINES.includes(args.engine)) throw new RequestFailed(`"engine" is ${String(args.engine)}; it can be ${ENGINES.join(' or ')}`);
  if (args.redact !== undefined && !REDACTS.includes(args.redact)) throw new RequestFailed(`"redact" is ${String(args.redact)}; it can be ${REDACTS.join(' or ')}`);
}

function sizeOf(limit: string | number | undefined): number | undefined {
  if (limit === undefined) return undefined;
  const bytes = parseSize(String(limit));
  if (bytes === null) throw new RequestFailed(`"snapshotLimit" is ${limit}; give bytes or a size such as 64KiB`);
  return bytes;
}

/** `null` takes a variable away. */
function environment(changes: Readonly<Record<string, string | null>>): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  return env;
}

function follow(child: ChildProcess, file: string, onOutput: OnOutput, onStatus: OnStatus): LaunchedProgram {
  let end: End | null = null;
  const reader = new StatusReader();
  (child.stdio[STATUS_FD] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
    for (const status of reader.push(chunk)) {
      if (status.type === 'end') end = status;
      onStatus(status);
    }
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => onOutput('stdout', text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onOutput('stderr', text));
  const done = new Promise<Recorded>((resolve, reject) => {
    child.once('error', error => reject(new RequestFailed(`the recorder could not be started: ${error.message}`)));
    // What a background process of the program holds open does not keep the session waiting.
    child.once('exit', code => setTimeout(() => resolve({ file, end, status: code ?? 70 }), OUTPUT_GRACE_MS).unref());
    child.once('close', code => resolve({ file, end, status: code ?? 70 }));
  });
  done.catch(() => {});
  return {
    done,
    stop: async () => {
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await done.catch(() => {});
      clearTimeout(limit);
    },
  };
}
