import * as vscode from 'vscode';
import { settings } from '../settings';
import type { Log } from '../log';
import { target } from '../record/target';
import type { Sources } from '../source/sources';
import { readNotes, NOTES_SUFFIX } from '../viewer/notesFile';
import type { OpenTraces } from '../viewer/openTraces';
import { openTraceFile } from '../viewer/traceFile';
import type { DebugHost } from './adapter/host';
import type { Followers } from './follow';

/** Parts of the extension that debug sessions work with. */
export interface DebugParts { readonly dist: string; readonly traces: OpenTraces; readonly sources: Sources; readonly followers: Followers; readonly log: Log }

/** What the adapter of one session needs of VS Code. */
export function debugHost({ dist, traces, sources, followers, log }: DebugParts, session: vscode.DebugSession): DebugHost {
  return {
    dist,
    open: path => openTraceFile(vscode.Uri.file(path)),
    locate: file => sources.find(file)?.fsPath ?? null,
    target: (command, cwd) => target({ command, cwd }, settings(vscode.Uri.file(cwd)).outputFolder),
    refusal: () => (vscode.workspace.isTrusted ? null : vscode.l10n.t('Recording runs the program, so it needs a workspace that you trust. Traces can be replayed without.')),
    bookmarks: path => bookmarksOf(vscode.Uri.file(path), traces),
    arrived: (path, position) => followers.arrived(session, vscode.Uri.file(path), position),
    failed: error => log.error('the debugger', error),
  };
}

/** Of an open trace as they are now, of another as they were kept. */
async function bookmarksOf(trace: vscode.Uri, traces: OpenTraces): Promise<readonly { readonly ordinal: number; readonly note: string }[]> {
  const open = traces.find(trace);
  if (open) return open.notes.bookmarks;
  try {
    return readNotes(new TextDecoder().decode(await vscode.workspace.fs.readFile(trace.with({ path: trace.path + NOTES_SUFFIX })))).bookmarks;
  } catch {
    return [];
  }
}
