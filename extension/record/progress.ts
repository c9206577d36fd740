import * as vscode from 'vscode';
import { callsAndAccesses } from '../../cli/record/counts';
import { programName } from '../../cli/record/fileName';
import type { Status } from '../../cli/record/status';
import { RecordingItem } from './statusBar';
import type { Run } from './run';

/** Shows a recording while it goes on: a notification with Cancel and an item in the status bar. */
export class RecordingProgress implements vscode.Disposable {
  private readonly item: RecordingItem;
  private report: (text: string) => void = () => {};
  private readonly finished = new vscode.EventEmitter<void>();

  constructor(run: Run, onCancel: () => void) {
    const program = programName(run.command);
    this.item = new RecordingItem(program);
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Recording {0}', program), cancellable: true },
      (progress, token) => {
        token.onCancellationRequested(onCancel);
        this.report = message => progress.report({ message });
        this.report(vscode.l10n.t('waiting for its first FFI call'));
        return new Promise<void>(resolve => this.finished.event(resolve));
      },
    );
  }

  update(status: Status): void {
    if (status.type === 'warning') void vscode.window.showWarningMessage(`FFIScope: ${status.message}`);
    if (status.type !== 'progress' || status.calls === 0) return;
    this.item.update(status);
    this.report(callsAndAccesses(status));
  }

  dispose(): void {
    this.finished.fire();
    this.finished.dispose();
    this.item.dispose();
  }
}
