/** Translated code finds another place when something lies at its usual one. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accesses, recordNode, temporaryFolder } from '../lib/record';
import { inRoot } from '../lib/run';

const cases = ['a table of jumps goes where its entries point', 'a C++ exception caught inside the call leaves what was done before it', 'code that was written at run time, run, and changed'];

test('a program that maps something there is recorded all the same', async () => {
  const library = join(temporaryFolder(), 'libtaken.so');
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, inRoot('test/engines/programs/taken.c')]);
  const args = [inRoot('test/engines/driver.cjs'), ...cases];
  const plain = await recordNode(args, 'fast');
  const taken = await recordNode(args, 'fast', { env: { LD_PRELOAD: library } });
  expect(taken).toMatchObject({ status: 0, stdout: plain.stdout, stderr: '' });
  expect((await accesses(taken.file)).length).toBeGreaterThan(0);
  expect((await accesses(taken.file)).length).toBe((await accesses(plain.file)).length);
});
