/** What programs do that a recorder must survive: they end as without it, and the calls before and after are recorded. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls, recordNode, temporaryFolder, type Recorded } from '../lib/record';
import { inRoot, run, type Outcome } from '../lib/run';

const program = inRoot('test/faults/programs/acts.cjs');
const asRoot = process.getuid?.() === 0;

async function both(...args: string[]): Promise<{ plain: Outcome; recorded: Recorded; functions: string[] }> {
  const plain = await run(process.execPath, [program, ...args]);
  const recorded = await recordNode([program, ...args], 'fast');
  const functions = (await calls(recorded.file)).map(call => call.function);
  return { plain, recorded, functions };
}

/** The program behaves the same, and says nothing more. */
function expectSame({ plain, recorded }: { plain: Outcome; recorded: Recorded }): void {
  expect(recorded).toMatchObject({ hung: false, status: plain.status, stdout: plain.stdout, stderr: plain.stderr });
}

test('ten thousand threads, created and gone', async () => {
  const done = await both('threads', '10000');
  expectSame(done);
  expect(done.plain.stdout).toMatch(/^10000 /);
  expect(done.functions.filter(name => name === '(native thread)')).toHaveLength(10_000);
  expect(done.functions.filter(name => name === 'fill')).toHaveLength(2);
});

test('three hundred processes at once, forked in a call', async () => {
  const done = await both('forks', '300');
  expectSame(done);
  expect(done.plain.stdout).toBe('300 9\n');
  expect(done.functions).toEqual(['fill', 'fork_many', 'fill']);
});

test('limits on files, stack and file size', async () => {
  const done = await both('limits');
  expectSame(done);
  expect(done.functions).toEqual(['fill', 'limit_all', 'fill']);
});

test('native memory that runs out in a call', async () => {
  const done = await both('starve');
  expectSame(done);
  expect(done.plain.stdout).toBe('1 7\n');
  expect(done.functions).toEqual(['fill', 'starve', 'fill']);
});

test.skipIf(!asRoot)('another user', async () => {
  const done = await both('become', '65534');
  expectSame(done);
  expect(done.plain.stdout).toBe('0 65534\n');
  expect(done.functions).toEqual(['fill', 'become', 'fill']);
});

test('a library that is unloaded while a call runs', async () => {
  const copy = join(temporaryFolder(), 'other/libcopy.so');
  mkdirSync(join(copy, '..'));
  copyFileSync(inRoot('test/faults/build/libfaults.so'), copy);
  const done = await both('unload', copy);
  expectSame(done);
  expect(done.plain.stdout).toBe('0 6,6,6,6,5,5,5,5\n');
  expect(done.functions).toEqual(['fill', 'unload', 'fill']);
});

test('all descriptors closed that the program does not know', async () => {
  const recorded = await recordNode([program, 'descriptors'], 'fast');
  expect(recorded).toMatchObject({ hung: false, status: 0, stdout: '1\n', stderr: '' });
  expect((await calls(recorded.file)).map(call => call.function)).toEqual(['fill', 'fill']);
});

test.each([['SIGTERM', 15], ['SIGKILL', 9], ['SIGABRT', 6]])('%s that the program sends itself in a call', async (_name, number) => {
  const recorded = await recordNode([program, 'signal', String(number)], 'fast');
  expect(recorded).toMatchObject({ hung: false, status: 128 + number });
  const made = await calls(recorded.file);
  expect(made.map(call => [call.function, call.writes])).toEqual([['fill', 16], ['kill_self', 8]]);
});

test('an end of the process from another thread, in the middle of a call', async () => {
  const recorded = await recordNode([program, 'exit', '3'], 'fast');
  expect(recorded).toMatchObject({ hung: false, status: 3 });
  const made = await calls(recorded.file);
  expect(made[1]).toMatchObject({ function: 'exit_elsewhere', result: null });
  expect(made[1]?.writes).toBeGreaterThan(1000);
});

test('memory that runs full', async () => {
  const recorded = await recordNode(['--max-old-space-size=40', program, 'memory'], 'fast');
  expect(recorded).toMatchObject({ hung: false, status: 134 });
  expect(recorded.stderr).toContain('heap out of memory');
  expect((await calls(recorded.file)).length).toBeGreaterThan(10);
});
