/**
 * Conditions around a recording that get bad: quota, limits on files and memory, a slow file system, a clock that jumps. What a test can't order
 * from the system comes from programs/conditions.c, loaded before the recorder: all else is the real thing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls, temporaryFolder } from '../lib/record';
import { cli, ffiscope, inRoot } from '../lib/run';
import { expectThousandCalls, noticed, start, until } from './running';

const conditions = { LD_PRELOAD: inRoot('test/faults/build/libconditions.so') };
const thousand = inRoot('test/faults/programs/thousand.cjs');

/** Runs a shell's line with the command line and the program in "$@". */
function limited(line: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('/bin/bash', ['-c', `${line}; exec "$@"`, 'limited', process.execPath, cli, ...args], { encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 28 });
}

test('a quota that is used up: told at once, the program goes on, what was written opens', async () => {
  const folder = temporaryFolder();
  const told = join(folder, 'told');
  const running = await start({ file: join(folder, 'x.ffitrace'), env: { ...conditions, FAULT_QUOTA: '150000', FAULT_TOLD: told } });
  await running.says('disk quota exceeded');
  noticed('quota used up', Number(readFileSync(told, 'utf8')) - clockOffset());
  expect(running.stderr()).toContain('the program goes on without being recorded');
  expect(existsSync(`/proc/${running.program}`)).toBe(true);
  process.kill(running.program, 'SIGTERM');
  expect((await running.ended()).status).toBe(70);
  await expectThousandCalls(running.file);
});

/** CLOCK_MONOTONIC ms at the zero of performance.now(). */
function clockOffset(): number {
  return Number(process.hrtime.bigint() / 1_000_000n) - performance.now();
}

test('a limit on the size of files, reached: an error, not the end of the recorder', async () => {
  const running = await start();
  const since = performance.now();
  execFileSync('prlimit', ['--pid', String(running.recorder), '--fsize=100000']);
  await running.says('ulimit -f');
  noticed('file size limited', since);
  process.kill(running.program, 'SIGTERM');
  expect((await running.ended()).status).toBe(70);
  await expectThousandCalls(running.file);
});

test('a limit on the size of files that leaves no room for shared memory is named before the program starts', () => {
  const file = join(temporaryFolder(), 'x.ffitrace');
  const { status, stdout, stderr } = limited('ulimit -f 1000', ['record', '-o', file, '--', process.execPath, '-e', 'console.log("started")']);
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('ulimit -f unlimited')]);
  expect(existsSync(file)).toBe(false);
});

test('the recorder gets no more memory: what it records goes on, another process is named', async () => {
  const { file, recorder, program, ended, says, stdout } = await start({ script: [inRoot('test/faults/programs/parent.cjs')] });
  execFileSync('prlimit', ['--pid', String(recorder), '--as=1000000']);
  const since = performance.now();
  process.kill(program, 'SIGUSR2');
  await says('no shared memory');
  noticed('recorder out of memory', since);
  const before = await countedCalls(file);
  await until(() => stdout().includes('child: 1000'), 'the child has ended');
  process.kill(program, 'SIGTERM');
  expect((await ended()).status).toBe(128 + 15);
  expect(await countedCalls(file)).toBeGreaterThan(before);
  expect((await ffiscope(['info', file])).stdout).toContain('processes that could not be recorded (1 time)');
});

const countedCalls = async (file: string): Promise<number> => (JSON.parse((await ffiscope(['info', file, '--json'])).stdout) as { counts: { calls: number } }).counts.calls;

test('a program without memory for the recorder says so, and runs as without it', async () => {
  const file = join(temporaryFolder(), 'x.ffitrace');
  const { status, stdout, stderr } = limited('ulimit -d 70000', ['record', '-o', file, '--', process.execPath, thousand]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: '1000\n' });
  expect(stderr).toContain('no memory left for the recorder in this process');
  expect((await ffiscope(['info', file])).stdout).toContain('processes that could not be recorded (1 time)');
});

test('the reader has little memory: a limit of 300 MB on its data', async () => {
  const file = join(temporaryFolder(), 'x.ffitrace');
  expect((await ffiscope(['record', '-o', file, '--', process.execPath, thousand, '3'])).status).toBe(0);
  for (const args of [['info', file], ['calls', file], ['accesses', file, '--json'], ['check', file]]) expect(limited('ulimit -d 300000', args)).toMatchObject({ status: 0 });
});

test('a file system that takes a tenth of a second for each write: all is recorded, the program waits where it must', async () => {
  const file = join(temporaryFolder(), 'x.ffitrace');
  const record = (env: Record<string, string>) => ffiscope(['record', '-o', file, '--', process.execPath, thousand, '2'], { env });
  const plain = await record({});
  const since = performance.now();
  const slow = await record({ ...conditions, FAULT_WRITE_MS: '100' });
  expect(performance.now() - since).toBeGreaterThan(500);
  expect({ ...slow, stderr: '' }).toEqual({ ...plain, stderr: '' });
  expect((await calls(file)).map(call => call.writes)).toEqual(Array<number>(2000).fill(64));
});

test('a wall clock that jumps by years: times go on, nothing is lost', async () => {
  const file = join(temporaryFolder(), 'x.ffitrace');
  const outcome = await ffiscope(['record', '-o', file, '--', process.execPath, thousand], { env: { ...conditions, FAULT_CLOCK: '1' } });
  expect(outcome).toMatchObject({ status: 0, stdout: '1000\n' });
  const made = await calls(file) as unknown as { start: string; end: string }[];
  expect(made).toHaveLength(1000);
  const times = made.flatMap(({ start: from, end }) => [Number(from), Number(end)]);
  expect(times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))).toBe(true);
  expect(times.at(-1)).toBeLessThan(60e9);
});
