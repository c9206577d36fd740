/** Ends that nobody can prepare for: what had been written opens, and nothing stays behind. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../lib/record';
import { ffiscope } from '../lib/run';
import { expectThousandCalls, gone, noticed, start } from './running';

test('the supervisor is killed: the program ends with it, and the recording opens', async () => {
  const { file, recorder, program, ended } = await start();
  await new Promise(resolve => setTimeout(resolve, 150));
  const since = performance.now();
  process.kill(recorder, 'SIGKILL');
  await gone(program);
  expect((await ended()).status).toBe(128 + 9);
  noticed('supervisor killed', since);
  await expectThousandCalls(file);
  expect((await ffiscope(['info', file])).stdout).toContain('cut short');
});

test('the program is killed: its end is recorded, and everything before it', async () => {
  const { file, program, ended } = await start();
  const since = performance.now();
  process.kill(program, 'SIGKILL');
  expect((await ended()).status).toBe(128 + 9);
  noticed('program killed', since);
  await expectThousandCalls(file);
  expect((await ffiscope(['info', file])).stdout).toMatch(/exit\s+ended by SIGKILL/);
});

test('the command line is killed: neither recorder nor program stay behind', async () => {
  const { file, cli: command, recorder, program } = await start();
  const since = performance.now();
  process.kill(command.pid ?? 0, 'SIGKILL');
  await Promise.all([gone(recorder), gone(program)]);
  noticed('command line killed', since);
  await expectThousandCalls(file);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s to everyone, as a terminal sends it', async signal => {
  const { file, cli: command, recorder, program, ended } = await start();
  const since = performance.now();
  process.kill(-(command.pid ?? 0), signal);
  const { status } = await ended();
  noticed(signal, since);
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
