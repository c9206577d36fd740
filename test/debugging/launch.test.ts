/** Programs that the debug adapter records itself: launched, looked at, restarted, and ended at any moment. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Conversation } from '../../extension/debug/adapter/testing/conversation';
import { testHost, type TestHost } from '../../extension/debug/adapter/testing/host';
import { makeWorkspace } from '../host/workspace.mjs';
import { root } from '../lib/run';

let host: TestHost;
let talk: Conversation;
let workspace: string;
beforeAll(() => {
  workspace = makeWorkspace('debugging');
});
afterEach(async () => {
  await talk.end();
  expect([...host.openFiles]).toEqual([]);
});

async function launch(program: string, args: object = {}): Promise<void> {
  host = testHost();
  talk = await Conversation.begin(host);
  await talk.ask('initialize', { adapterID: 'ffiscope', pathFormat: 'path', supportsProgressReporting: true });
  await talk.ask('launch', { program, cwd: workspace, runtimeExecutable: process.execPath, ...args });
}

const lineOf = (file: string, text: string): number => readFileSync(join(workspace, file), 'utf8').split('\n').findIndex(line => line.includes(text)) + 1;
const outputs = (): string => talk.events.filter(({ event }) => event === 'output').map(({ body }) => String(body?.['output'])).join('');

test('the zlib example is recorded, and stepped through', async () => {
  await launch(join(root, 'examples/zlib/main.js'));
  expect(outputs()).toMatch(/the same as before\n[\s\S]*The program ended with exit code 0\. 3 calls/);
  await talk.move('configurationDone', {});
  expect(await talk.where()).toMatch(/^compressBound \(libz\.so.* is about to be called$/);
  await talk.move('next');
  await talk.move('stepIn');
  expect(await talk.where()).toMatch(/^compress2/);
  expect(await talk.ask('evaluate', { expression: 'bytes(source, 0, 2)' })).toMatchObject({ result: '23 20' });
});

test('a breakpoint in C stops at its line, and the argument fills in', async () => {
  await launch(join(workspace, 'app.js'));
  const path = join(workspace, 'sample.c');
  const line = lineOf('sample.c', 'dst[i] = value');
  expect(await talk.ask('setBreakpoints', { source: { path }, breakpoints: [{ line }] })).toMatchObject({ breakpoints: [{ verified: true, line }] });
  await talk.move('configurationDone', {});
  await talk.move('continue');
  expect(await talk.where()).toBe(`fill_bytes sample.c:${line}`);
  expect(await talk.ask('evaluate', { expression: 'bytes(dst, 0, 3)' })).toMatchObject({ result: '07 00 00' });
  await talk.move('continue');
  expect(await talk.ask('evaluate', { expression: 'bytes(dst, 0, 3)' })).toMatchObject({ result: '07 07 00' });
});

test('a crash ends the recording, and the replay stops at it with its registers', async () => {
  await launch(join(workspace, 'crash.js'));
  expect(outputs()).toContain('was ended by SIGSEGV');
  await talk.ask('setExceptionBreakpoints', { filters: ['crash'] });
  await talk.move('configurationDone', {});
  expect(await talk.move('continue')).toMatchObject({ reason: 'exception', text: expect.stringContaining('SIGSEGV') as string });
  expect(await talk.ask('exceptionInfo', { threadId: 1 })).toMatchObject({ exceptionId: 'crash' });
});

test.each([
  ['plain.js', 'ended with exit code 0 and made no FFI call through koffi'], ['fails.js', 'ended with exit code 1 and made no FFI call'],
])('%s has nothing to replay, and that is said', async (program, message) => {
  await expect(launch(join(workspace, program))).rejects.toThrow(message);
});

test('restart records the program once more', async () => {
  await launch(join(workspace, 'app.js'));
  await talk.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'sum_bytes' }] });
  await talk.move('configurationDone', {});
  expect(await talk.move('restart', { arguments: { program: join(workspace, 'app.js'), cwd: workspace, runtimeExecutable: process.execPath } })).toMatchObject({ reason: 'entry' });
  expect(await talk.move('continue')).toMatchObject({ reason: 'function breakpoint' });
  expect(outputs().match(/The program ended/g)).toHaveLength(2);
});

test('disconnecting ends a program that is being recorded, and keeps what there is', async () => {
  host = testHost();
  talk = await Conversation.begin(host);
  await talk.ask('initialize', { pathFormat: 'path', supportsProgressReporting: true });
  const trace = join(workspace, 'stopped.ffitrace');
  const launched = talk.ask('launch', { program: join(workspace, 'endless.js'), cwd: workspace, runtimeExecutable: process.execPath, output: trace }).catch((error: Error) => error.message);
  await talk.event('progressUpdate');
  await talk.ask('disconnect', {});
  expect(await launched).toBe('the session has ended');
  expect(existsSync(trace)).toBe(true);
  expect(readFileSync(trace).subarray(-8).toString()).toBe('FFIEND\0\0');
});
