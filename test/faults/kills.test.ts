/** Ends that nobody can prepare for: what had been written opens, and nothing stays behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { calls, temporaryFolder } from '../lib/record';
import { cli, ffiscope, inRoot } from '../lib/run';

const steady = inRoot('test/faults/programs/steady.cjs');
/** How long an end may take to be noticed, ms. */
const NOTICED = 5_000;

interface Running { readonly file: string; readonly cli: ChildProcess; readonly recorder: number; readonly program: number; ended(): Promise<{ status: number | null; signal: string | null }>; stderr(): string }

/** A recording under way, with at least a thousand calls made. */
async function start(options: { file?: string; script?: readonly string[] } = {}): Promise<Running> {
  const file = options.file ?? join(temporaryFolder(), 'steady.ffitrace');
  const child = spawn(process.execPath, [cli, 'record', '-o', file, '--', process.execPath, ...(options.script ?? [steady])], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
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
  return { file, cli: child, recorder: parentOf(program), program, ended: () => within(end), stderr: () => stderr };
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const runs = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

function endIfThere(pid: number): void {
  try { if (pid > 1) process.kill(pid, 'SIGKILL'); } catch { /* ended meanwhile */ }
}

function within<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([promise, new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error(`not ended after ${NOTICED} ms`)), NOTICED).unref())]);
}

async function gone(pid: number): Promise<void> {
  for (const end = Date.now() + NOTICED; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 20))) if (!runs(pid)) return;
  throw new Error(`process ${pid} still runs after ${NOTICED} ms`);
}

async function expectThousandCalls(file: string): Promise<void> {
  const made = await calls(file);
  // What is written lags behind by a tenth of a second at most (FORMAT.md, Flush).
  expect(made.length).toBeGreaterThan(500);
  expect(made.slice(0, 100).every(call => call.writes === 64)).toBe(true);
}

test('the supervisor is killed: the program ends with it, and the recording opens', async () => {
  const { file, recorder, program, ended } = await start();
  await new Promise(resolve => setTimeout(resolve, 150));
  process.kill(recorder, 'SIGKILL');
  await gone(program);
  expect((await ended()).status).toBe(128 + 9);
  await expectThousandCalls(file);
  expect((await ffiscope(['info', file])).stdout).toContain('cut short');
});

test('the program is killed: its end is recorded, and everything before it', async () => {
  const { file, program, ended } = await start();
  process.kill(program, 'SIGKILL');
  expect((await ended()).status).toBe(128 + 9);
  await expectThousandCalls(file);
  expect((await ffiscope(['info', file])).stdout).toMatch(/exit\s+ended by SIGKILL/);
});

test('the command line is killed: neither recorder nor program stay behind', async () => {
  const { file, cli: command, recorder, program } = await start();
  process.kill(command.pid ?? 0, 'SIGKILL');
  await Promise.all([gone(recorder), gone(program)]);
  await expectThousandCalls(file);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s to everyone, as a terminal sends it', async signal => {
  const { file, cli: command, recorder, program, ended } = await start();
  process.kill(-(command.pid ?? 0), signal);
  const { status } = await ended();
  expect(status).toBe(128 + { SIGTERM: 15, SIGINT: 2, SIGHUP: 1 }[signal]);
  await Promise.all([gone(recorder), gone(program)]);
  await expectThousandCalls(file);
  expect((await ffiscope(['info', file])).stdout).not.toContain('cut short');
});

test('the file is replaced while it is written: the recording is copied beside the other one', async () => {
  const { file, program, ended, stderr } = await start();
  rmSync(file);
  writeFileSync(file, 'somebody else');
  process.kill(program, 'SIGTERM');
  await ended();
  expect(readFileSync(file, 'utf8')).toBe('somebody else');
  const copy = file.replace('.ffitrace', '-2.ffitrace');
  expect(stderr()).toContain(`${file} was removed or replaced while it was written; the recording is in ${copy}`);
  await expectThousandCalls(copy);
});

test('the folder is renamed while it is written to: the recording is complete in its new place', async () => {
  const folder = temporaryFolder();
  const before = join(folder, 'before');
  mkdirSync(before);
  const { program, ended, stderr } = await start({ file: join(before, 'x.ffitrace') });
  renameSync(before, join(folder, 'after'));
  process.kill(program, 'SIGTERM');
  await ended();
  const after = join(folder, 'after/x.ffitrace');
  expect(stderr()).toContain(`was given another name while it was written; the recording is in ${after}`);
  await expectThousandCalls(after);
  expect(readdirSync(join(folder, 'after'))).toEqual(['x.ffitrace']);
});

test('two recorders at once write two recordings', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  for (const running of [one, other]) process.kill(running.program, 'SIGTERM');
  for (const running of [one, other]) {
    expect((await running.ended()).status).toBe(128 + 15);
    await expectThousandCalls(running.file);
  }
});
