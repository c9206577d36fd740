/** A recording under way that tests do something to, and how long it takes until that is noticed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { calls, temporaryFolder } from '../lib/record';
import { cli, inRoot } from '../lib/run';

const steady = inRoot('test/faults/programs/steady.cjs');
/** How long an end may take to be noticed, ms. */
const NOTICED = 5_000;

export interface Running {
  readonly file: string; readonly cli: ChildProcess; readonly recorder: number; readonly program: number;
  ended(): Promise<{ status: number | null; signal: string | null }>;
  stdout(): string;
  stderr(): string;
  /** Waits until stderr has a text. */
  says(text: string): Promise<void>;
}

/** A recording under way, with at least a thousand calls made. */
export async function start(options: { file?: string; script?: readonly string[]; options?: readonly string[]; env?: Readonly<Record<string, string>> } = {}): Promise<Running> {
  const file = options.file ?? join(temporaryFolder(), 'steady.ffitrace');
  const child = spawn(process.execPath, [cli, 'record', ...(options.options ?? []), '-o', file, '--', process.execPath, ...(options.script ?? [steady])], { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...options.env } });
  let stdout = '';
  let stderr = '';
  const end = new Promise<{ status: number | null; signal: string | null }>(resolve => child.on('close', (status, signal) => resolve({ status, signal })));
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; if (stdout.includes('ready')) resolve(); });
    child.on('close', () => reject(new Error(`it ended before it was ready: ${stderr}`)));
  });
  const program = Number(/ready (\d+)/.exec(stdout)?.[1]);
  onTestFinished(() => { for (const pid of [child.pid ?? 0, program]) endIfThere(pid); });
  return { file, cli: child, recorder: parentOf(program), program, ended: () => within(end), stdout: () => stdout, stderr: () => stderr, says: text => until(() => stderr.includes(text), `stderr says "${text}"`) };
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const runs = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** Tells how long a fault took to be noticed: the figures of docs/reliability.md come from these lines. */
export function noticed(fault: string, since: number): void {
  console.log(`noticed after ${Math.round(performance.now() - since)} ms: ${fault}`);
}

function endIfThere(pid: number): void {
  try { if (pid > 1) process.kill(pid, 'SIGKILL'); } catch { /* ended meanwhile */ }
}

function within<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([promise, new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error(`not ended after ${NOTICED} ms`)), NOTICED).unref())]);
}

export const gone = (pid: number): Promise<void> => until(() => !runs(pid), `process ${pid} ends`);

export async function until(check: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + NOTICED; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 10))) if (check()) return;
  throw new Error(`waited ${NOTICED} ms until ${what}`);
}

export async function expectThousandCalls(file: string): Promise<void> {
  const made = await calls(file);
  // What is written lags behind by a tenth of a second at most (FORMAT.md, Flush).
  expect(made.length).toBeGreaterThan(500);
  expect(made.slice(0, 100).every(call => call.writes === 64)).toBe(true);
}
