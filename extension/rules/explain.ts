import * as vscode from 'vscode';
import { catalogue, ruleNames } from '../../trace/checks/catalogue';
import { commands } from '../ids';

/** "Explain Finding": the page of a rule, with a picture, an example and the fix. */
export function registerExplain(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(commands.explainFinding, async (rule?: unknown) => {
    const wanted = ruleNames.find(name => name === rule) ?? ruleHere() ?? await ask();
    if (wanted === undefined) return;
    await showPage(vscode.Uri.joinPath(extension, 'docs/rules', `${wanted}.md`));
  });
}

/** The rule of the finding at the cursor, when there is just one. */
function ruleHere(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const here = vscode.languages.getDiagnostics(editor.document.uri).filter(({ source, range }) => source === 'FFIScope' && range.start.line === editor.selection.active.line);
  const rules = new Set(here.map(({ code }) => String(code)));
  const [only] = rules;
  return rules.size === 1 ? only : undefined;
}

async function ask(): Promise<string | undefined> {
  const choices = catalogue.map(({ name, when }) => ({ label: name, detail: when }));
  return (await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Explain Finding'), matchOnDetail: true }))?.label;
}

async function showPage(page: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    // Without VS Code's own Markdown extension the text is still readable.
    await vscode.window.showTextDocument(page);
  }
}
