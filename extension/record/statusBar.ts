import * as vscode from 'vscode';
import { callsAndAccesses } from '../../cli/record/counts';
import { commands } from '../ids';

/** The item that is there while a program is recorded; a click stops it. */
export class RecordingItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('ffiscope.recording', vscode.StatusBarAlignment.Left, 10);

  constructor(private readonly program: string) {
    this.item.name = vscode.l10n.t('FFIScope Recording');
    this.item.command = commands.stopRecording;
    this.item.tooltip = vscode.l10n.t('Recording the FFI calls of {0}. Click to stop.', program);
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.item.text = `$(record) ${program}`;
    this.item.show();
  }

  update(counts: { readonly calls: number; readonly accesses: number }): void {
    this.item.text = `$(record) ${this.program}: ${callsAndAccesses(counts)}`;
  }

  dispose(): void { this.item.dispose(); }
}
