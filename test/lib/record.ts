/** Recording a program through the command line, and reading the recording back through it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Trace } from '../../trace/model/types';
import { openTrace } from '../../trace/open';
import { ffiscope, type Outcome, type RunOptions } from './run';

export type Engine = 'step' | 'fast';
export const engines: readonly Engine[] = ['step', 'fast'];

/** What `calls --json` prints, as far as tests look at it. */
export interface CallLine {
  readonly id: number; readonly function: string; readonly library: string; readonly thread: number; readonly async: boolean;
  readonly parent: number | null; readonly site: { readonly file: string; readonly line: number } | null;
  readonly reads: number; readonly writes: number; readonly bytesRead: number; readonly bytesWritten: number; readonly result: string | null;
  readonly args: readonly { readonly index: number; readonly name: string; readonly region: number | null; readonly direction: string }[];
  readonly regions: readonly { readonly id: number; readonly label: string; readonly address: string; readonly size: number }[];
}

/** What `accesses --json` prints, as far as tests look at it. */
export interface AccessLine {
  readonly seq: number; readonly call: number; readonly thread: number; readonly kind: 'read' | 'write'; readonly certain: boolean;
  readonly address: string; readonly size: number; readonly region: number | null; readonly offset: number | null;
  readonly by: 'instruction' | 'kernel'; readonly syscall: string | null; readonly count?: number;
  readonly symbol: string | null; readonly file: string | null; readonly line: number | null;
}

/** What `info --json` prints, as far as tests look at it. */
export interface InfoLine {
  readonly counts: { readonly calls: number; readonly accesses: number };
  readonly coverage: { readonly untraced: readonly { readonly what: string; readonly count: number }[] };
}

/** What `check --json` prints, as far as tests look at it. */
export interface FindingLine {
  readonly rule: string; readonly severity: string; readonly message: string; readonly function: string | null;
  readonly site: { readonly file: string; readonly line: number } | null;
}

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Recorded extends Outcome {
  readonly file: string;
  /** The line in which `record` says what it wrote; it is taken out of `stderr`. */
  readonly summary: string | null;
}

const summaryLine = /^ffiscope: [\d,]+ calls?, [\d,]+ access(?:es)? in .*\n/m;

/** Runs `node ARGS...` under the recorder. The file lies in a temporary folder. */
export async function recordNode(args: readonly string[], engine: Engine, options?: RunOptions): Promise<Recorded> {
  const file = join(temporaryFolder(), 'test.ffitrace');
  const outcome = await ffiscope(['record', '--engine', engine, '-o', file, '--', process.execPath, ...args], options);
  const summary = summaryLine.exec(outcome.stderr)?.[0] ?? null;
  return { ...outcome, file, summary, stderr: outcome.stderr.replace(summaryLine, '') };
}

export const calls = (file: string): Promise<CallLine[]> => lines<CallLine>(['calls', file, '--json']);
export const accesses = (file: string): Promise<AccessLine[]> => lines<AccessLine>(['accesses', file, '--json']);
export const info = async (file: string): Promise<InfoLine> => (await lines<InfoLine>(['info', file, '--json']))[0] as InfoLine;
export const findings = (file: string): Promise<FindingLine[]> => lines<FindingLine>(['check', file, '--json'], [0, 1]);

async function lines<T>(args: readonly string[], allowed: readonly number[] = [0]): Promise<T[]> {
  const { status, stdout, stderr } = await ffiscope(args);
  if (status === null || !allowed.includes(status)) throw new Error(`ffiscope ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** What the views have of a recording, while `use` runs. */
export async function withTrace<T>(path: string, use: (trace: Trace) => Promise<T> | T): Promise<T> {
  const file = await open(path);
  try {
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await use(await openTrace({ size: (await file.stat()).size, read }));
  } finally { await file.close(); }
}
