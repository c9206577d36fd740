import * as vscode from 'vscode';
import type { DiagnosticsPublisher } from '../diagnostics/publisher';
import { commands } from '../ids';
import type { Log } from '../log';
import { settings } from '../settings';
import { openTrace } from '../viewer/commands';
import type { Followup, Verdict } from './outcome';
import type { Finished } from './recorder';

const STATUS_MESSAGE_MS = 8000;

/** What follows a recording: its trace opens, its findings are published, people are told what came of it. */
export async function afterwards(finished: Finished, publisher: DiagnosticsPublisher, log: Log): Promise<void> {
  const { verdict, file, run } = finished;
  const trace = vscode.Uri.file(file);
  const opens = verdict.worthOpening && settings(vscode.Uri.file(run.cwd)).openAfterRecording;
  if (opens) await openTrace(trace);
  else if (verdict.worthOpening) await publisher.publishFile(trace);
  if (opens && verdict.severity === 'info') vscode.window.setStatusBarMessage(`FFIScope: ${verdict.message}`, STATUS_MESSAGE_MS);
  else void tell(verdict, opens, trace, log);
}

async function tell(verdict: Verdict, opened: boolean, trace: vscode.Uri, log: Log): Promise<void> {
  const actions: Readonly<Record<Followup, { label: string; run: () => unknown }>> = {
    showOutput: { label: vscode.l10n.t('Show Output'), run: () => vscode.commands.executeCommand('workbench.action.terminal.focus') },
    showLog: { label: vscode.l10n.t('Show Log'), run: () => log.show() },
    openTrace: { label: vscode.l10n.t('Open Trace'), run: () => vscode.commands.executeCommand(commands.openTrace, trace) },
  };
  const offered = verdict.followups.filter(followup => !(opened && followup === 'openTrace')).map(followup => actions[followup]);
  const show = { info: vscode.window.showInformationMessage, warning: vscode.window.showWarningMessage, error: vscode.window.showErrorMessage }[verdict.severity];
  const chosen = await show(`FFIScope: ${verdict.message}`, ...offered.map(({ label }) => label));
  await offered.find(({ label }) => label === chosen)?.run();
}
