import * as assert from 'node:assert';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { extension } from '../workspace';

suite('activation', () => {
  test('it is the VS Code that was asked for', () => {
    assert.strictEqual(vscode.version, process.env['FFISCOPE_TEST_VSCODE'] ?? vscode.version);
  });

  test('the extension activates', async () => {
    await extension().activate();
    assert.ok(extension().isActive);
  });

  test('every command of the manifest is registered', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter(command => !registered.has(command));
    assert.deepStrictEqual(missing, []);
    assert.ok(contributes.commands.length >= 7);
  });

  test('settings have their defaults', () => {
    const settings = vscode.workspace.getConfiguration('ffiscope');
    assert.deepStrictEqual(
      ['engine', 'snapshotLimit', 'nodePath', 'outputFolder', 'openAfterRecording', 'diagnostics.enabled'].map(name => settings.get(name)),
      ['fast', '1MiB', '', '.ffiscope', true, true],
    );
  });
});
