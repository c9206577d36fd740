/** Where ptrace is forbidden, as in many containers: found before anything starts, said in one line, and `fast` records on. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accesses, calls, temporaryFolder } from '../lib/record';
import { cli, inRoot, run, type Outcome } from '../lib/run';
import { normalise } from '../engines/normalise';

const launcher = inRoot('test/fixtures/build/no-ptrace');
const driver = inRoot('test/engines/driver.cjs');
const fixture = 'a sum reads each element once';

function recordWithoutPtrace(options: readonly string[], file: string): Promise<Outcome> {
  return run(launcher, [process.execPath, cli, 'record', ...options, '-o', file, '--', process.execPath, driver, fixture]);
}

const newFile = (): string => join(temporaryFolder(), 'x.ffitrace');

test('step refuses, names ptrace and the ways out, and starts nothing', async () => {
  const { status, stdout, stderr, hung } = await recordWithoutPtrace(['--engine', 'step'], newFile());
  expect({ status, stdout, hung }).toEqual({ status: 70, stdout: '', hung: false });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/ptrace/);
  expect(stderr).toMatch(/--engine fast|--allow-untraced/);
});

test('step with --allow-untraced runs the program without recording', async () => {
  const { status, stdout, stderr, hung } = await recordWithoutPtrace(['--engine', 'step', '--allow-untraced'], newFile());
  expect({ status, stdout, hung }).toEqual({ status: 0, stdout: '10\n', hung: false });
  expect(stderr).toMatch(/untraced|without tracing/);
});

test('fast records on and says in one line what is missing', async () => {
  const file = newFile();
  const { status, stdout, stderr, hung } = await recordWithoutPtrace(['--engine', 'fast'], file);
  expect({ status, stdout, hung }).toEqual({ status: 0, stdout: '10\n', hung: false });
  expect(stderr.split('\n').filter((line) => /ptrace/.test(line))).toHaveLength(1);
  expect(normalise(await calls(file), await accesses(file))).toContain('R src +12 4');
});
