import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { unsupported } from '../../cli/record/locate';
import type { EmptyInfo } from '../../webview/protocol';
import { isScript } from '../record/activeFile';

type Check = EmptyInfo['checks'][number];

/** What the view says while no trace is open: what can be recorded here, and what stands in the way. */
export function emptyInfo(): EmptyInfo {
  const active = vscode.window.activeTextEditor?.document.uri;
  const program = active?.scheme === 'file' && isScript(active.fsPath) ? basename(active.fsPath) : null;
  return {
    program,
    checks: [koffi(), computer(), trust(), privacy()].filter(check => check !== null),
  };
}

function koffi(): Check {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => existsSync(manifest(uri)));
  if (!folder) {
    return { state: 'info', title: vscode.l10n.t('koffi not found'), detail: vscode.l10n.t('calls through koffi are recorded') };
  }
  return { state: 'ok', title: vscode.l10n.t('koffi {0} found', version(folder.uri)), detail: vscode.l10n.t('in this workspace') };
}

function manifest(folder: vscode.Uri): string {
  return join(folder.fsPath, 'node_modules/koffi/package.json');
}

function version(folder: vscode.Uri): string {
  try {
    return String((JSON.parse(readFileSync(manifest(folder), 'utf8')) as { version?: unknown }).version ?? '');
  } catch {
    return '';
  }
}

function computer(): Check {
  const reason = unsupported();
  return reason === null
    ? { state: 'ok', title: vscode.l10n.t('This computer can record'), detail: vscode.l10n.t('Linux on x86-64') }
    : { state: 'warning', title: vscode.l10n.t('This computer can only show traces'), detail: reason };
}

function trust(): Check | null {
  if (vscode.workspace.isTrusted) return { state: 'info', title: vscode.l10n.t('Your code stays as it is'), detail: vscode.l10n.t('no change, no rebuild') };
  return { state: 'warning', title: vscode.l10n.t('Recording is off'), detail: vscode.l10n.t('this workspace is not trusted') };
}

function privacy(): Check {
  return { state: 'info', title: vscode.l10n.t('Recordings stay here'), detail: vscode.l10n.t('nothing is sent anywhere') };
}
