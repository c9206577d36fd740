import * as assert from 'node:assert';
import { setup, suite, test } from 'mocha';
import * as vscode from 'vscode';
import { activeTrace, closeAll, diagnostics, file, lineOf, record, until } from '../workspace';

suite('diagnostics', () => {
  setup(closeAll);

  test('an exit code that was registered is on its line, with both codes', async () => {
    await record('override.js');
    await until('diagnostics', () => diagnostics('override.js').length > 0);
    assert.deepStrictEqual(diagnostics('override.js'), [{
      rule: 'exit-override', line: lineOf('override.js', 'registerRetcode(3)'), severity: vscode.DiagnosticSeverity.Warning,
      message: 'The program registered exit code 3; it ended with 1 itself.', related: [],
    }]);
  });

  test('a crash is on the line of its call, with the native line', async () => {
    const { outcome } = await record('crash.js');
    assert.strictEqual(outcome.status, 128 + 11);
    const crashes = await until('diagnostics', () => {
      const found = diagnostics('crash.js').filter(({ rule }) => rule === 'crash');
      return found.length > 0 && found;
    });
    assert.strictEqual(crashes.length, 1);
    assert.strictEqual(crashes[0]?.line, lineOf('crash.js', 'storeAt(null'));
    assert.strictEqual(crashes[0]?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(crashes[0]?.message ?? '', /SIGSEGV.*store_at.*0x0/);
    assert.deepStrictEqual(crashes[0]?.related, [`sample.c:${lineOf('sample.c', '*where = value')}`, `crash.js:${lineOf('crash.js', 'storeAt(null')}`]);
  });

  test('recording again replaces them', async () => {
    await record('override.js');
    await until('diagnostics', () => diagnostics('override.js').length === 1);
    await record('override.js');
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.strictEqual(diagnostics('override.js').length, 1);
  });

  test('closing the trace clears them', async () => {
    await record('override.js');
    await until('diagnostics', () => diagnostics('override.js').length === 1);
    await until('the trace', activeTrace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no diagnostics', () => diagnostics('override.js').length === 0);
  });

  test('a command clears them', async () => {
    await record('override.js');
    await until('diagnostics', () => diagnostics('override.js').length === 1);
    await vscode.commands.executeCommand('ffiscope.clearDiagnostics');
    assert.strictEqual(diagnostics('override.js').length, 0);
  });

  test('a setting turns them off', async () => {
    const settings = vscode.workspace.getConfiguration('ffiscope', file('override.js'));
    await settings.update('diagnostics.enabled', false, vscode.ConfigurationTarget.Workspace);
    try {
      await record('override.js');
      await until('the trace', activeTrace);
      await new Promise(resolve => setTimeout(resolve, 1500));
      assert.deepStrictEqual(diagnostics('override.js'), []);
    } finally {
      await settings.update('diagnostics.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test('each offers to show its finding in the trace', async () => {
    const { file: trace } = await record('override.js');
    const { line } = await until('diagnostics', () => diagnostics('override.js')[0]);
    const document = await vscode.workspace.openTextDocument(file('override.js'));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    const range = document.lineAt(line - 1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range);
    const action = actions.find(({ title }) => title === 'Show exit-override in the trace');
    assert.ok(action?.command, 'the action is offered');
    await vscode.commands.executeCommand(action.command.command, ...action.command.arguments ?? []);
    await until('the trace', () => activeTrace() === trace);
  });
});
