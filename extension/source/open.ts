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

/** A group that has the file and does not show a trace, the one next to the view, or where VS Code opens files. */
function besideColumn(uri: vscode.Uri, beside: boolean): vscode.ViewColumn {
  // Never over the trace: what is behind it in its own group opens a second time, next to it.
  const free = vscode.window.tabGroups.all.filter(group => !(group.activeTab?.input instanceof vscode.TabInputCustom));
  const showing = free.find(group => group.tabs.some(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString()));
  if (showing) return showing.viewColumn;
  if (beside) return vscode.ViewColumn.Beside;
  return free[0]?.viewColumn ?? vscode.ViewColumn.Beside;
}
