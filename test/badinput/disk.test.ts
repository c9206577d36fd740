/** Where the recording can't be written, from the start or from some point on. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { calls, temporaryFolder } from '../lib/record';
import { ffiscope, inRoot, type Outcome } from '../lib/run';

const workload = inRoot('bench/workload.cjs');
const canMount = process.getuid?.() === 0 && mounts();

/** A file system of its own in memory, gone after the test. */
function mounted(options: string): string {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'ffiscope-test', folder]);
  onTestFinished(() => { execFileSync('umount', ['-l', folder]); });
  return folder;
}

/** Some containers have root without the right to mount. */
function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'ffiscope-test', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function record(file: string, program: readonly string[]): Promise<Outcome> {
  return ffiscope(['record', '-o', file, '--', process.execPath, ...program]);
}

/** Nothing ran, and one line names the file. */
function expectRefusal({ status, stdout, stderr, hung }: Outcome, file: string): void {
  expect({ status, stdout, hung }).toEqual({ status: 70, stdout: '', hung: false });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(file);
}

test('a folder that is missing is named before the program starts', async () => {
  const file = join(temporaryFolder(), 'nowhere', 'x.ffitrace');
  const outcome = await record(file, ['-e', 'console.log("started")']);
  expectRefusal(outcome, file);
});

test('a folder in place of the file is named before the program starts', async () => {
  const file = temporaryFolder();
  expectRefusal(await record(file, ['-e', 'console.log("started")']), file);
});

test.skipIf(!canMount)('a read-only folder is named before the program starts', async () => {
  const file = join(mounted('ro,size=64k'), 'x.ffitrace');
  const outcome = await record(file, ['-e', 'console.log("started")']);
  expectRefusal(outcome, file);
  expect(outcome.stderr).toMatch(/[Rr]ead-only/);
});

test.skipIf(!canMount)('a disk that fills up is told, the program goes on, and what was recorded opens', async () => {
  const file = join(mounted('size=96k'), 'x.ffitrace');
  const outcome = await record(file, [workload, 'full', '3']);
  expect(outcome.hung).toBe(false);
  expect(outcome.stderr).toMatch(/[Nn]o space left/);
  expect(outcome.stderr).toContain(file);
  // The last line does not say that all of it is in the file.
  expect(outcome.stderr.trimEnd().split('\n').at(-1)).toMatch(/^ffiscope: of [\d,]+ calls?, [\d,]+ accesses, .*x\.ffitrace \(.*\) has those up to the moment when it could not be written any more$/);
  expect(existsSync(file)).toBe(true);
  expect(statSync(file).size).toBeGreaterThan(1000);
  expect((await calls(file)).length).toBeGreaterThan(0);
});
