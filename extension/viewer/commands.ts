import * as vscode from 'vscode';
import { commands, TRACE_SUFFIX, views } from '../ids';
import type { OpenTraces } from './openTraces';
import type { TimelineView } from './timeline';

/** Opens a trace in our editor, in the group in use. */
export async function openTrace(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, views.editor);
}

/** The commands that are about looking at traces. */
export function registerViewCommands(traces: OpenTraces, timeline: TimelineView): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register(commands.openTrace, async (uri?: vscode.Uri) => {
      const chosen = uri ?? await askForTrace();
      if (chosen) await openTrace(chosen);
    }),
    register(commands.openInEditor, async (uri?: vscode.Uri) => {
      const shown = uri ?? timeline.trace?.uri;
      if (shown) await openTrace(shown);
    }),
    register(commands.showTimeline, () => vscode.commands.executeCommand(`${views.timeline}.focus`)),
    register(commands.revealFinding, async (uri: vscode.Uri, finding: number, view?: 'timeline') => {
      await openTrace(uri);
      traces.find(uri)?.reveal({ finding });
      if (view === 'timeline') await vscode.commands.executeCommand(`${views.timeline}.focus`);
    }),
  );
}

interface Choice extends vscode.QuickPickItem { readonly uri: vscode.Uri | null }

/**
 * The traces of the workspace, newest name first, or any file.
 * @param but left out of the list
 */
export async function askForTrace(title = vscode.l10n.t('Open Trace'), but?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const all = await vscode.workspace.findFiles(`**/*${TRACE_SUFFIX}`, '**/node_modules/**', 200);
  const found = all.filter(uri => uri.toString() !== but?.toString());
  if (found.length === 0) return browse(title);
  const choices: Choice[] = found
    .map(uri => ({ uri, label: uri.path.split('/').at(-1) ?? uri.path, description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')), iconPath: new vscode.ThemeIcon('file') }))
    .sort((a, b) => b.label.localeCompare(a.label));
  choices.push({ uri: null, label: vscode.l10n.t('Browse...'), iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true });
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  if (!chosen) return undefined;
  return chosen.uri ?? browse(title);
}

async function browse(title: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title, filters: { [vscode.l10n.t('FFI traces')]: [TRACE_SUFFIX.slice(1)] },
  });
  return chosen?.[0];
}
