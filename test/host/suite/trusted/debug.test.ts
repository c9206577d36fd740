import * as assert from 'node:assert';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { setup, suite, test } from 'mocha';
import * as vscode from 'vscode';
import { activeTrace, closeAll, diagnostics, extension, file, lineOf, record, until } from '../workspace';

const folder = (): vscode.WorkspaceFolder | undefined => vscode.workspace.workspaceFolders?.[0];

/** Runs a debug session to its end; the names of the sessions that there were. */
async function debugged(config: vscode.DebugConfiguration): Promise<string[]> {
  const names: string[] = [];
  const ended = new Set<string>();
  const listeners = [
    vscode.debug.onDidStartDebugSession(session => names.push(session.name)),
    vscode.debug.onDidTerminateDebugSession(session => ended.add(session.name)),
  ];
  try {
    assert.ok(await vscode.debug.startDebugging(folder(), config));
    await until('the end of the session', () => ended.has(config.name), 40_000);
    return names;
  } finally {
    listeners.forEach(listener => listener.dispose());
  }
}

const node = (program: string): vscode.DebugConfiguration => ({ type: 'node', request: 'launch', name: `debug ${program}`, program: file(program).fsPath, ffiscope: true });
const traces = (start: string): string[] => readdirSync(file('.ffiscope').fsPath).filter(name => name.startsWith(start));

/** Calls of the latest recording whose name begins so, when it is complete. */
async function callsOf(start: string): Promise<readonly { readonly function: string; readonly thread: number }[]> {
  await until('the trace', () => activeTrace()?.includes(start), 30_000);
  const { stdout } = await promisify(execFile)('node', [path.join(extension().extensionPath, 'dist/cli.js'), 'calls', activeTrace() as string, '--json']);
  return stdout.trim().split('\n').map(line => JSON.parse(line) as { function: string; thread: number });
}

suite('debugging', () => {
  setup(closeAll);

  test('a recording is replayed by a configuration with the request "replay"', async () => {
    const { file: trace } = await record('app.js');
    assert.ok(await vscode.debug.startDebugging(folder(), { type: 'ffiscope', request: 'replay', name: 'replay', trace }));
    const session = await until('the session', () => vscode.debug.activeDebugSession);
    const stack = await until('the first stop', async () => {
      try {
        return ((await session.customRequest('stackTrace', { threadId: 1 })) as { stackFrames: { name: string }[] }).stackFrames[0];
      } catch {
        return null;
      }
    });
    assert.match(stack.name, /^fill_bytes .* is about to be called$/);
    await vscode.commands.executeCommand('ffiscope.reverseStepIn');
    await vscode.debug.stopDebugging(session);
  });

  test('a program that crashes under the JavaScript debugger ends its session, and the crash is found', async () => {
    await debugged(node('crash.js'));
    const found = await until('the finding', () => diagnostics('crash.js').find(({ rule }) => rule === 'crash'), 30_000);
    assert.strictEqual(found.line, lineOf('crash.js', 'storeAt(null'));
  });

  test('worker threads are recorded, each call on its own thread', async () => {
    await debugged(node('workers.js'));
    const calls = await callsOf('workers-');
    assert.deepStrictEqual(calls.map(({ function: name }) => name), ['fill_bytes', 'fill_bytes']);
    assert.strictEqual(new Set(calls.map(({ thread }) => thread)).size, 2);
  });

  test('tests that mocha runs are recorded', async () => {
    const mocha = path.join(extension().extensionPath, 'node_modules/mocha/bin/mocha.js');
    await debugged({ ...node('fill.spec.js'), program: mocha, args: [file('fill.spec.js').fsPath] });
    assert.deepStrictEqual((await callsOf('mocha-')).map(({ function: name }) => name), ['fill_bytes']);
  });

  test('tests that vitest runs in a process of their own are recorded', async () => {
    const vitest = path.join(extension().extensionPath, 'node_modules/vitest/vitest.mjs');
    await debugged({ ...node('vitest.config.mjs'), program: vitest, args: ['run', '--pool=forks'] });
    assert.deepStrictEqual((await callsOf('vitest-')).map(({ function: name }) => name), ['fill_bytes']);
  });

  test('"npm test" is recorded with what it starts', async () => {
    await debugged({ type: 'node', request: 'launch', name: 'npm test', runtimeExecutable: 'npm', runtimeArgs: ['test'], ffiscope: true });
    assert.deepStrictEqual((await callsOf('test-')).map(({ function: name }) => name), ['fill_bytes']);
  });

  test('children of a program are debugged and recorded, too', async () => {
    const before = traces('parent-').length;
    const names = await debugged(node('parent.js'));
    assert.ok(names.some(name => name.startsWith('app.js')), names.join());
    await until('the trace', () => activeTrace()?.includes('parent-'), 30_000);
    assert.strictEqual(traces('parent-').length, before + 1);
  });

  test('a recording of something that runs already is refused with the reason', async () => {
    assert.strictEqual(await vscode.debug.startDebugging(folder(), { type: 'node', request: 'attach', name: 'attached', port: 1, ffiscope: true }), false);
  });
});
