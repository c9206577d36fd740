import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

const EXTENSION = 'ffiscope.ffiscope';

/** A file of the folder that is open. */
export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite runs with a folder open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(EXTENSION);
  assert.ok(found, `${EXTENSION} is installed`);
  return found;
}

/** Repeats a check until it gives something, for at most 20 s. */
export async function until<T>(what: string, check: () => T | undefined | false | null | Promise<T | undefined | false | null>, limit = 20_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('ffiscope.clearDiagnostics');
}

/** What `ffiscope.record*` commands return. */
export interface Recorded {
  readonly file: string;
  readonly outcome: { readonly status: number; readonly end: { readonly calls: number; readonly accesses: number; readonly code: number | null; readonly signal: string | null } | null };
  readonly verdict: { readonly severity: string; readonly message: string; readonly worthOpening: boolean };
}

/** Records a script of the folder through the command that the palette runs. */
export async function record(name: string): Promise<Recorded> {
  const result = await vscode.commands.executeCommand<Recorded | undefined>('ffiscope.recordActiveFile', file(name));
  assert.ok(result, `${name} was recorded`);
  return result;
}

/** Diagnostics of ours for a file, as far as people see them. */
export function diagnostics(name: string): { rule: string; line: number; message: string; severity: vscode.DiagnosticSeverity; related: string[] }[] {
  return vscode.languages.getDiagnostics(file(name)).filter(({ source }) => source === 'FFIScope').map(diagnostic => ({
    rule: String(diagnostic.code), line: diagnostic.range.start.line + 1, message: diagnostic.message, severity: diagnostic.severity,
    related: (diagnostic.relatedInformation ?? []).map(({ location }) => `${location.uri.path.split('/').at(-1)}:${location.range.start.line + 1}`),
  }));
}

/** Number of the only line of a file that contains a text, from 1. */
export function lineOf(name: string, text: string): number {
  const lines = readFileSync(file(name).fsPath, 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  assert.strictEqual(found.length, 1, `"${text}" is on one line of ${name}`);
  return found[0] as number;
}

/** The trace in the active editor, if it is one. */
export function activeTrace(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === 'ffiscope.trace' ? input.uri.fsPath : undefined;
}
