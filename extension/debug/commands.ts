import { basename } from 'node:path';
import * as vscode from 'vscode';
import { commands, debugTypes } from '../ids';
import { isScript } from '../record/activeFile';
import type { TraceDocument } from '../viewer/document';
import { OWN } from './adapter/own';
import { replayOf } from './configurations';
import type { DebugParts } from './host';

/** The commands of a replay that VS Code's own buttons have no place for. */
export function registerDebugCommands({ traces, followers }: DebugParts): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    register(commands.debugTrace, (uri?: vscode.Uri) => replay(uri ?? traces.active?.uri)),
    register(commands.reverseStepIn, () => ask(OWN.reverseStepIn, {})),
    register(commands.reverseStepOut, () => ask(OWN.reverseStepOut, {})),
    register(commands.goToPlace, goToPlace),
    register(commands.debugWithRecording, debugWithRecording),
    register(commands.runToAccess, () => runToSelection(traces.active)),
  );

  /** Starts a session for the trace where there is none, and goes to what is selected in its views. */
  async function runToSelection(document: TraceDocument | null): Promise<void> {
    const { call = null, access = null } = document?.selection ?? {};
    if (!document || (call === null && access === null)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: select an access or a call in a view of the recording first.'));
      return;
    }
    if (!followers.session(document.uri) && !await replay(document.uri)) return;
    const session = followers.session(document.uri) ?? await started(document.uri);
    await session?.customRequest(OWN.runTo, access === null ? { call } : { access });
  }

  function started(trace: vscode.Uri): Promise<vscode.DebugSession | undefined> {
    return new Promise(resolve => {
      const end = Date.now() + START_LIMIT_MS;
      const look = (): void => {
        const session = followers.session(trace);
        if (session || Date.now() > end) resolve(session);
        else setTimeout(look, 50);
      };
      look();
    });
  }
}

/** The JavaScript debugger on a script, under the recorder. */
async function debugWithRecording(uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
  if (uri?.scheme !== 'file' || !isScript(uri.fsPath)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: open the script to debug first.'));
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const config = { type: 'node', request: 'launch', name: vscode.l10n.t('Debug {0} with recording', basename(uri.fsPath)), program: uri.fsPath, skipFiles: ['<node_internals>/**'], ffiscope: true };
  await vscode.debug.startDebugging(folder, config);
}

const START_LIMIT_MS = 10_000;

async function replay(trace: vscode.Uri | undefined): Promise<boolean> {
  if (!trace) {
    void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: open a recording first.'));
    return false;
  }
  return vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(trace), replayOf(trace));
}

async function ask(request: string, args: object): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type === debugTypes.replay) await session.customRequest(request, args);
}

interface Target { readonly kind: 'call' | 'finding' | 'bookmark' | 'access'; readonly label: string; readonly call?: number; readonly access?: number; readonly site: string | null }
const ICONS: Readonly<Record<Target['kind'], string>> = { call: 'symbol-function', finding: 'warning', bookmark: 'bookmark', access: 'arrow-right' };

/** A list of everything that can be gone to by name. */
async function goToPlace(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== debugTypes.replay) return;
  const { targets } = await session.customRequest(OWN.targets, {}) as { targets: readonly Target[] };
  const items = targets.map(target => ({ label: `$(${ICONS[target.kind]}) ${target.label}`, description: target.site ?? '', target }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Go to Call, Finding or Bookmark'), matchOnDescription: true });
  if (chosen) await session.customRequest(OWN.runTo, { call: chosen.target.call, access: chosen.target.access });
}
