import * as vscode from 'vscode';
import { commands } from '../ids';
import { FindingDiagnostic } from './convert';

/** Offers to show a finding in its trace, as the quick fix of its diagnostic. */
export class ShowInTrace implements vscode.CodeActionProvider {
  static register(): vscode.Disposable {
    return vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, new ShowInTrace(), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    // The diagnostics of the context are copies that lost their trace.
    const here = vscode.languages.getDiagnostics(document.uri).filter(diagnostic => diagnostic.range.intersection(range) !== undefined);
    return here.filter(diagnostic => diagnostic instanceof FindingDiagnostic).map(diagnostic => {
      const title = vscode.l10n.t('Show {0} in the trace', String(diagnostic.code));
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.command = { command: commands.revealFinding, title, arguments: [diagnostic.trace, diagnostic.finding] };
      return action;
    });
  }
}
