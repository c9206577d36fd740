import * as vscode from 'vscode';
import type { ViewMessage } from '../../webview/protocol';
import type { Sources } from './sources';

type Place = Omit<Extract<ViewMessage, { type: 'openSource' }>, 'type'>;

/** Opens a place of a trace; asks where its file is when it isn't there. */
export async function openSource(sources: Sources, { file, line, column, beside }: Place): Promise<void> {
  const uri = await sources.findOrAsk(file);
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const wanted = new vscode.Position(Math.max(0, line - 1), Math.max(0, (column ?? 1) - 1));
  const position = document.validatePosition(wanted);
  if (position.line !== wanted.line) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} has {1} lines now, the trace names line {2}: it has changed since.', file, document.lineCount, line));
  }
  const range = column === null ? document.lineAt(position.line).range : new vscode.Range(position, position);
  await vscode.window.showTextDocument(document, {
    viewColumn: besideColumn(uri, beside), selection: range, preview: true,
  });
}

/** The group that shows the file already, the one next to the view, or where VS Code opens files. */
function besideColumn(uri: vscode.Uri, beside: boolean): vscode.ViewColumn {
  const groups = vscode.window.tabGroups;
  const showing = groups.all.find(group => group.tabs.some(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString()));
  if (showing) return showing.viewColumn;
  if (beside) return vscode.ViewColumn.Beside;
  // Never over the trace: a group without custom editors, else a new one.
  const texts = groups.all.find(group => !(group.activeTab?.input instanceof vscode.TabInputCustom));
  return texts?.viewColumn ?? vscode.ViewColumn.Beside;
}
