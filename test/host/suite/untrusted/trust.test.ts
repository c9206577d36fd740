import * as assert from 'node:assert';
import { existsSync } from 'node:fs';
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

  for (const [command, argument] of [
    ['ffiscope.recordActiveFile', () => file('app.js')],
    ['ffiscope.recordProgram', () => ({ command: ['node', file('app.js').fsPath], cwd: file('').fsPath })],
  ] as const) {
    test(`${command} records nothing`, async () => {
      assert.strictEqual(await vscode.commands.executeCommand(command, argument()), undefined);
      assert.ok(!existsSync(file('.ffiscope').fsPath));
    });
  }
});
