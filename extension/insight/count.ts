import * as vscode from 'vscode';
import type { Overview } from './overview';
import { findingWords } from './words';

/** How many findings the latest recordings have; a click shows them in Problems. */
export class FindingCount implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('ffiscope.findings', vscode.StatusBarAlignment.Left, 9);
  private readonly listener: vscode.Disposable;

  constructor(private readonly overview: Overview) {
    this.item.name = vscode.l10n.t('FFIScope Findings');
    this.item.command = 'workbench.actions.view.problems';
    this.listener = overview.onDidChange(() => this.show());
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private show(): void {
    const { findings, isEmpty } = this.overview;
    if (isEmpty) return this.item.hide();
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    this.item.text = `$(${errors > 0 ? 'error' : findings.length > 0 ? 'warning' : 'pass'}) FFI ${findings.length}`;
    this.item.tooltip = findings.length === 0 ? vscode.l10n.t('The last recording has no findings.') : vscode.l10n.t('{0} in the last recording; click to see them in Problems.', findingWords(findings.length));
    this.item.accessibilityInformation = { label: this.item.tooltip };
    this.item.show();
  }
}
