import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import * as vscode from 'vscode';
import { settings } from '../settings';
import { isScript } from './activeFile';
import type { Run } from './run';
import { joinWords, splitWords } from './words';

interface Choice extends vscode.QuickPickItem { readonly line: string }

/** Asks for the program to record: what is typed, or one of the suggestions. Undefined when dismissed. */
export async function askForRun(last: Run | undefined): Promise<Run | undefined> {
  const folder = await askForFolder();
  if (!folder) return undefined;
  const line = await askForLine(await suggestions(folder, last));
  const command = line === undefined ? null : splitWords(line);
  return command?.length ? { command, cwd: folder.fsPath } : undefined;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  if (folders[0]) return folders[0].uri;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false, canSelectFolders: true, title: vscode.l10n.t('Folder to Run the Program In'), openLabel: vscode.l10n.t('Run Here'),
  });
  return chosen?.[0];
}

function askForLine(choices: readonly Choice[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = vscode.l10n.t('Record Program');
  pick.placeholder = vscode.l10n.t('Command line, for example: node app.js --fast');
  // What was typed is not lost to a view that takes the focus.
  pick.ignoreFocusOut = true;
  pick.items = choices;
  pick.onDidChangeValue(value => { pick.items = [...typed(value), ...choices]; });
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const line = pick.selectedItems[0]?.line ?? pick.value;
      if (!splitWords(line)?.length) return;
      resolve(line);
      pick.hide();
    });
    pick.onDidHide(() => { resolve(undefined); pick.dispose(); });
    pick.show();
  });
}

function typed(value: string): Choice[] {
  if (value.trim() === '') return [];
  const words = splitWords(value);
  const detail = words === null ? vscode.l10n.t('A quote is not closed.') : vscode.l10n.t('Press Enter to record this command line.');
  return [{ label: value, detail, line: value, alwaysShow: true }];
}

async function suggestions(folder: vscode.Uri, last: Run | undefined): Promise<Choice[]> {
  const { nodePath } = settings(folder);
  const node = joinWords([nodePath]);
  const found: Choice[] = [];
  if (last?.cwd === folder.fsPath) found.push({ line: joinWords(last.command), label: joinWords(last.command), description: vscode.l10n.t('last recording') });
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && isScript(active.fsPath)) {
    const line = `${node} ${joinWords([relative(folder.fsPath, active.fsPath)])}`;
    found.push({ line, label: line, description: vscode.l10n.t('active file') });
  }
  return unique([...found, ...await fromPackage(folder, node)]);
}

/** What package.json says about starting the program. */
async function fromPackage(folder: vscode.Uri, node: string): Promise<Choice[]> {
  try {
    const { main, scripts } = JSON.parse(await readFile(vscode.Uri.joinPath(folder, 'package.json').fsPath, 'utf8')) as { main?: unknown; scripts?: Record<string, unknown> };
    const choices: Choice[] = [];
    if (typeof main === 'string') choices.push({ line: `${node} ${joinWords([main])}`, label: `${node} ${joinWords([main])}`, description: 'package.json: main' });
    for (const name of ['start', 'test']) {
      if (scripts && name in scripts) choices.push({ line: `npm run ${name}`, label: `npm run ${name}`, description: String(scripts[name]) });
    }
    return choices;
  } catch {
    return [];
  }
}

function unique(choices: readonly Choice[]): Choice[] {
  return choices.filter((choice, index) => choices.findIndex(other => other.line === choice.line) === index);
}
