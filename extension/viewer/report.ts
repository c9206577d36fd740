import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { commands, TRACE_SUFFIX } from '../ids';
import type { Log } from '../log';
import type { OpenTraces } from './openTraces';

const LIMIT_MS = 5 * 60_000;

/** Saves a trace as one HTML file, with the command line that comes with the extension. */
export function registerReportCommand(dist: string, traces: OpenTraces, log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(commands.saveReport, async (trace?: vscode.Uri, target?: vscode.Uri) => {
    const source = trace ?? traces.active?.uri;
    if (source?.scheme !== 'file') {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a trace on this computer first.'));
      return;
    }
    const chosen = target ?? await askForTarget(source);
    if (!chosen) return;
    try {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Writing the report'), cancellable: true },
        (_, token) => write(dist, source, chosen, token),
      );
      if (!target) await offerToOpen(chosen);
    } catch (error) {
      log.error('report', error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The report could not be written: {0}', lastLine(error)));
    }
  });
}

function askForTarget(source: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const defaultUri = source.with({ path: source.path.replace(TRACE_SUFFIX, '.html') });
  return vscode.window.showSaveDialog({ defaultUri, filters: { HTML: ['html'] }, title: vscode.l10n.t('Save Report') });
}

async function write(dist: string, source: vscode.Uri, target: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  await promisify(execFile)(process.execPath, [join(dist, 'cli.js'), 'report', source.fsPath, '-o', target.fsPath], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: LIMIT_MS, signal: abort.signal,
  });
}

async function offerToOpen(report: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open in Browser');
  if (await vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}.', report.fsPath), open) === open) await vscode.env.openExternal(report);
}

function lastLine(error: unknown): string {
  const stderr = (error as { stderr?: unknown }).stderr;
  const text = typeof stderr === 'string' && stderr.trim() !== '' ? stderr : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
