import * as assert from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { activeTrace, extension, file, until } from '../workspace';

suite('a workspace that is not trusted', () => {
  test('is what this set runs in', () => assert.strictEqual(vscode.workspace.isTrusted, false));

  test('the extension is active', async () => {
    await extension().activate();
    assert.ok(extension().isActive);
  });

  test('traces open', async () => {
    await vscode.commands.executeCommand('ffiscope.openTrace', file('kept.ffitrace'));
    await until('the editor', () => activeTrace() === file('kept.ffitrace').fsPath);
  });

  test('what its settings say about executables and folders is not taken', async () => {
    const written = JSON.parse(readFileSync(file('.vscode/settings.json').fsPath, 'utf8')) as Record<string, unknown>;
    const settings = vscode.workspace.getConfiguration('ffiscope');
    for (const name of ['nodePath', 'outputFolder']) {
      assert.notStrictEqual(written[`ffiscope.${name}`], undefined);
      assert.strictEqual(settings.get(name), settings.inspect(name)?.defaultValue);
    }
    // The others are, so it was read.
    assert.strictEqual(settings.get('engine'), 'step');
  });

  for (const [command, argument] of [
    ['ffiscope.recordActiveFile', () => file('app.js')],
    ['ffiscope.recordProgram', () => ({ command: ['node', file('app.js').fsPath], cwd: file('').fsPath })],
  ] as const) {
    test(`${command} records nothing`, async () => {
      assert.strictEqual(await vscode.commands.executeCommand(command, argument()), undefined);
      assert.ok(!existsSync(file('.ffiscope').fsPath));
      assert.ok(!existsSync(file('marked').fsPath));
    });
  }

  // The last: VS Code asks whether the folder is to be trusted, and nobody answers.
  test('a debug session records nothing', async () => {
    void vscode.debug.startDebugging(undefined, { type: 'ffiscope', request: 'launch', name: 'x', program: file('app.js').fsPath });
    await new Promise(resolve => setTimeout(resolve, 2000));
    assert.strictEqual(vscode.debug.activeDebugSession, undefined);
    assert.ok(!existsSync(file('.ffiscope').fsPath));
    assert.ok(!existsSync(file('marked').fsPath));
  });
});
