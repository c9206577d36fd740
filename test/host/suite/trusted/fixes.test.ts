import * as assert from 'node:assert';
import { setup, suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, diagnostics, file, lineOf, record, until } from '../workspace';

const name = 'findings.js';
let original: Uint8Array;

/** Quick fixes at the line that has a text. */
async function actions(text: string): Promise<vscode.CodeAction[]> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, document.lineAt(lineOf(name, text) - 1).range);
}

async function apply(text: string, title: string): Promise<void> {
  const found = await actions(text);
  const action = found.find(one => one.title === title);
  assert.ok(action?.edit, `"${title}" is offered among ${found.map(one => one.title).join(', ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
  await vscode.workspace.saveAll(false);
}

async function recorded(count: number) {
  await record(name);
  return until(`${count} findings`, () => diagnostics(name).length === count && { found: diagnostics(name) });
}

suite('findings and their fixes', () => {
  setup(async () => {
    await closeAll();
    original = await vscode.workspace.fs.readFile(file(name));
  });
  teardown(async () => {
    await vscode.workspace.fs.writeFile(file(name), original);
    await vscode.workspace.getConfiguration('ffiscope').update('checks.rules', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('stand on their calls, with the native line and where the buffer was made', async () => {
    const { found } = await recorded(2);
    assert.deepStrictEqual(found.map(({ rule, line }) => [rule, line]).sort(), [['lost-write', lineOf(name, 'findRange([')], ['out-of-bounds-write', lineOf(name, 'words.byteLength')]]);
    const past = found.find(({ rule }) => rule === 'out-of-bounds-write');
    assert.match(past?.message ?? '', /^`fill_words` wrote 60 bytes at offsets 20 to 79 of `dst` \(20 bytes\) \(15 accesses\): 60 bytes past its end/);
    assert.deepStrictEqual(past?.related, [`sample.c:${lineOf('sample.c', 'words[i] = value')}`, `${name}:${lineOf(name, 'new Uint32Array')}`]);
  });

  test('go away by their code actions: the next recording is clean', async () => {
    await recorded(2);
    await apply('findRange([', 'Declare low as _Out_');
    await apply('words.byteLength', 'Pass the number of elements: words.length');
    const text = Buffer.from(await vscode.workspace.fs.readFile(file(name))).toString();
    assert.match(text, /int count, _Out_ int32 \*low, _Out_ int32 \*high/);
    assert.match(text, /fillWords\(words, words\.length, 7\)/);
    await recorded(0);
  });

  test('are silenced at a line by a comment, and everywhere by a setting', async () => {
    await recorded(2);
    await apply('words.byteLength', 'Silence out-of-bounds-write on this line');
    const { found } = await recorded(1);
    assert.deepStrictEqual(found.map(({ rule }) => rule), ['lost-write']);
    await vscode.workspace.getConfiguration('ffiscope').update('checks.rules', { 'lost-write': 'off' }, vscode.ConfigurationTarget.Workspace);
    await recorded(0);
  });

  test('a call tells what the last recording saw when the mouse is over it, and a binding above its line', async () => {
    await recorded(2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', file(name), new vscode.Position(lineOf(name, 'findRange([') - 1, 3));
    const text = hovers.flatMap(({ contents }) => contents).map(content => (typeof content === 'string' ? content : content.value)).join('\n');
    assert.match(text, /`find_range`\*\* 1 call\n- `values` read 12 of 12 bytes\n- `low` .*wrote 4 of 4 bytes/);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file(name), 10);
    assert.deepStrictEqual(lenses.map(({ range, command }) => [range.start.line + 1, command?.title]), [
      [lineOf(name, 'void find_range'), '1 call \u00b7 values: read 12 of 12 \u00b7 low: wrote 4 of 4 \u00b7 high: wrote 4 of 4 \u00b7 1 finding'],
      [lineOf(name, 'void fill_words'), '1 call \u00b7 dst: wrote 20 of 20 \u00b7 1 finding'],
    ]);
  });

  test('a rule is explained on a page of its own', async () => {
    await vscode.commands.executeCommand('ffiscope.explainFinding', 'lost-write');
    await until('the page', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('lost-write')));
  });
});
