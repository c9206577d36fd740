import * as vscode from 'vscode';
import { CannotRecord } from '../../cli/record/errors';
import { commands } from '../ids';
import type { Log } from '../log';
import { runFile } from './activeFile';
import { askForRun } from './prompt';
import type { DiagnosticsPublisher } from '../diagnostics/publisher';
import { afterwards } from './afterwards';
import { NotTrusted, type Recorder } from './recorder';
import type { Run } from './run';

/**
 * The commands that record. Each returns what came of it, for tests and other extensions: undefined when it was
 * dismissed or could not start.
 */
export function registerRecordCommands(recorder: Recorder, publisher: DiagnosticsPublisher, log: Log): vscode.Disposable {
  const record = (find: () => Promise<Run | undefined>) => guarded(log, async () => {
    const run = await find();
    if (!run) return undefined;
    const finished = await recorder.record(run);
    await afterwards(finished, publisher, log);
    return finished;
  });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commands.recordProgram, (run?: Run) => record(async () => run ?? askForRun(recorder.lastRun))),
    vscode.commands.registerCommand(commands.recordActiveFile, (uri?: vscode.Uri) => record(() => runFile(uri ?? activeFile()))),
    vscode.commands.registerCommand(commands.recordAgain, () => record(async () => recorder.lastRun ?? askForRun(undefined))),
    vscode.commands.registerCommand(commands.stopRecording, () => recorder.stop()),
    vscode.commands.registerCommand(commands.showLog, () => log.show()),
  );
}

function activeFile(): vscode.Uri {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri) throw new CannotRecord(vscode.l10n.t('No file is open. Open the script to record, or use "Record Program...".'));
  return uri;
}

async function guarded<T>(log: Log, action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    log.error('not recorded', error);
    void showError(error, log);
    return undefined;
  }
}

async function showError(error: unknown, log: Log): Promise<void> {
  const text = error instanceof CannotRecord ? sentence(error.message) : vscode.l10n.t('The recording failed: {0}', String(error));
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const showLog = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(`FFIScope: ${text}`, error instanceof NotTrusted ? trust : showLog);
  if (chosen === showLog) log.show();
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
