import * as assert from 'node:assert';
import { copyFileSync, writeFileSync } from 'node:fs';
import { setup, suite, suiteSetup, test } from 'mocha';
import * as vscode from 'vscode';
import { activeTrace, closeAll, file, record, until } from '../workspace';

suite('trace editor', () => {
  let trace = '';
  suiteSetup(async () => { trace = (await record('app.js')).file; });
  setup(closeAll);

  test('opens traces by their suffix', async () => {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(trace));
    await until('the editor', () => activeTrace() === trace);
  });

  test('opens them by command', async () => {
    await vscode.commands.executeCommand('ffiscope.openTrace', vscode.Uri.file(trace));
    await until('the editor', () => activeTrace() === trace);
  });

  test('opens in several groups at once', async () => {
    await vscode.commands.executeCommand('ffiscope.openTrace', vscode.Uri.file(trace));
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    const shown = await until('two editors', () => {
      const inputs = vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.input);
      return inputs.length === 2 && inputs;
    });
    assert.ok(shown.every(input => input instanceof vscode.TabInputCustom));
  });

  test('opens a file that is no trace without failing', async () => {
    const broken = file('broken.ffitrace');
    writeFileSync(broken.fsPath, 'this is no trace');
    await vscode.commands.executeCommand('ffiscope.openTrace', broken);
    await until('the editor', () => activeTrace() === broken.fsPath);
  });

  test('saves a report', async () => {
    const report = file('report.html');
    await vscode.commands.executeCommand('ffiscope.saveReport', vscode.Uri.file(trace), report);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(report));
    assert.match(text, /^<!doctype html>/i);
    assert.ok(text.includes('sum_bytes') || text.length > 10_000, `${text.length} characters`);
  });

  test('opens traces with blanks and brackets in their names', async () => {
    const odd = file('my [trace] {1}.ffitrace');
    copyFileSync(trace, odd.fsPath);
    await vscode.commands.executeCommand('ffiscope.openTrace', odd);
    await until('the editor', () => activeTrace() === odd.fsPath);
  });

  test('the timeline opens in the panel', async () => {
    await vscode.commands.executeCommand('ffiscope.openTrace', vscode.Uri.file(trace));
    await vscode.commands.executeCommand('ffiscope.showTimeline');
  });
});
