import * as assert from 'node:assert';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setup, suite, test } from 'mocha';
import * as vscode from 'vscode';
import { activeTrace, closeAll, file, record, until, type Recorded } from '../workspace';

/** Starts a program that runs until it is stopped, and waits until it has made ten calls. */
async function startEndless(): Promise<{ ended: Promise<Recorded> }> {
  rmSync(file('endless.ready').fsPath, { force: true });
  const ended = record('endless.js');
  await until('calls to be made', () => existsSync(file('endless.ready').fsPath));
  return { ended };
}

suite('recording', () => {
  setup(closeAll);

  test('a koffi program is recorded and its trace opens', async () => {
    const { file: trace, outcome, verdict } = await record('app.js');
    assert.strictEqual(outcome.status, 0);
    assert.strictEqual(outcome.end?.calls, 3);
    assert.ok(outcome.end.accesses >= 3, `${outcome.end.accesses} accesses`);
    assert.ok(verdict.worthOpening);
    await until('the trace in an editor', () => activeTrace() === trace);
  });

  test('traces go to a folder that keeps itself out of version control', async () => {
    const { file: trace } = await record('app.js');
    assert.strictEqual(dirname(trace), file('.ffiscope').fsPath);
    assert.strictEqual(readFileSync(join(dirname(trace), '.gitignore'), 'utf8'), '*\n');
  });

  test('a command line is recorded, and recorded again', async () => {
    const run = { command: ['node', '-e', "require('./sample').sumBytes(Buffer.alloc(9), 9)"], cwd: file('').fsPath };
    const first = await vscode.commands.executeCommand<Recorded>('ffiscope.recordProgram', run);
    const second = await vscode.commands.executeCommand<Recorded>('ffiscope.recordAgain');
    assert.strictEqual(first.outcome.end?.calls, 1);
    assert.deepStrictEqual(second.outcome.end?.calls, 1);
    assert.notStrictEqual(first.file, second.file);
    assert.ok(existsSync(first.file) && existsSync(second.file));
  });

  test('the exit code of the program is passed on', async () => {
    const { outcome } = await record('override.js');
    assert.strictEqual(outcome.status, 3);
  });

  test('a recording that is stopped keeps what it has', async () => {
    const { ended } = await startEndless();
    await vscode.commands.executeCommand('ffiscope.stopRecording');
    const { outcome, verdict, file: trace } = await ended;
    assert.ok(outcome.end, 'the trace was completed');
    assert.ok(outcome.end.calls >= 10, `${outcome.end.calls} calls`);
    assert.ok(verdict.worthOpening);
    await until('the trace in an editor', () => activeTrace() === trace);
  });

  test('one program is recorded at a time', async () => {
    const first = await startEndless();
    try {
      assert.strictEqual(await vscode.commands.executeCommand('ffiscope.recordActiveFile', file('app.js')), undefined);
    } finally {
      await vscode.commands.executeCommand('ffiscope.stopRecording');
    }
    await first.ended;
  });
});

suite('programs with nothing to show', () => {
  setup(closeAll);

  test('one that fails before its first call says so', async () => {
    const { verdict, outcome } = await record('fails.js');
    assert.strictEqual(outcome.status, 1);
    assert.strictEqual(verdict.message, 'fails ended with exit code 1 before its first FFI call. What it printed is in the terminal.');
    assert.strictEqual(activeTrace(), undefined);
  });

  test('one without FFI calls says so', async () => {
    const { verdict, outcome } = await record('plain.js');
    assert.strictEqual(outcome.status, 0);
    assert.match(verdict.message, /^plain made no FFI call through koffi/);
    assert.strictEqual(activeTrace(), undefined);
  });

  test('one that does not exist says so', async () => {
    const result = await vscode.commands.executeCommand<Recorded>('ffiscope.recordProgram', { command: ['no-such-program-here'], cwd: file('').fsPath });
    assert.strictEqual(result.outcome.status, 70);
    assert.match(result.verdict.message, /no-such-program-here/);
    assert.strictEqual(result.verdict.severity, 'error');
  });

  test('a file that is no script is refused', async () => {
    assert.strictEqual(await vscode.commands.executeCommand('ffiscope.recordActiveFile', file('sample.c')), undefined);
  });
});
