import * as vscode from 'vscode';
import { commands } from '../ids';
import { FindingDiagnostic } from './convert';

interface Choice extends vscode.QuickPickItem { readonly command?: string; readonly arguments?: readonly unknown[] }

/** What can be looked at, for a line with several findings: one list under the name of each, instead of a long menu of quick fixes. */
export function registerChooser(): vscode.Disposable {
  return vscode.commands.registerCommand(commands.lookAtFindings, async (uri: vscode.Uri, line: number) => {
    const chosen = await vscode.window.showQuickPick(findingsAt(uri, line).flatMap(choices), { title: vscode.l10n.t('Findings on line {0}', line + 1), matchOnDescription: true });
    if (chosen?.command !== undefined) await vscode.commands.executeCommand(chosen.command, ...chosen.arguments ?? []);
  });
}

/** Ours among the diagnostics of a line, which counts from 0. Those that VS Code hands to providers are copies that lost their trace. */
export function findingsAt(uri: vscode.Uri, line: number): FindingDiagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(diagnostic => diagnostic instanceof FindingDiagnostic).filter(({ range }) => range.start.line === line);
}

function choices(diagnostic: FindingDiagnostic): Choice[] {
  const rule = String(diagnostic.code);
  const { trace, finding, mistake, message } = diagnostic;
  const show = (label: string, view?: 'timeline'): Choice => ({ label, description: rule, command: commands.revealFinding, arguments: [trace, finding, view] });
  return [
    { label: message, kind: vscode.QuickPickItemKind.Separator },
    show(`$(list-tree) ${vscode.l10n.t('Show in the trace')}`),
    ...(mistake ? [show(`$(file-binary) ${vscode.l10n.t('Show bytes of {0}', mistake.name)}`)] : []),
    show(`$(graph-scatter) ${vscode.l10n.t('Show in Timeline')}`, 'timeline'),
    { label: `$(book) ${vscode.l10n.t('Explain {0}', rule)}`, command: commands.explainFinding, arguments: [rule] },
  ];
}
