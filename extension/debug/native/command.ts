import * as vscode from 'vscode';
import { openTrace } from '../../../trace/open';
import { commands } from '../../ids';
import type { TraceDocument } from '../../viewer/document';
import type { OpenTraces } from '../../viewer/openTraces';
import { NATIVE_DEBUGGERS, nativeConfiguration, type NativeDebugger } from './configuration';
import { nativeHit } from './hit';

/** Extensions that have these debuggers. */
const EXTENSIONS: Readonly<Record<NativeDebugger, string>> = { cppdbg: 'ms-vscode.cpptools', gdb: 'webfreak.debug', lldb: 'vadimcn.vscode-lldb' };

/** Writes a configuration for a native debugger that stops in the selected call, and starts it where the debugger is installed. */
export function registerNativeDebugging(traces: OpenTraces): vscode.Disposable {
  return vscode.commands.registerCommand(commands.openInNativeDebugger, async (type?: NativeDebugger) => {
    const document = traces.active;
    const call = document?.selection?.call ?? null;
    if (!document || call === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: select a call in a view of the recording first.'));
      return undefined;
    }
    const chosen = type ?? await choose();
    return chosen && open(document, call, chosen);
  });
}

async function choose(): Promise<NativeDebugger | undefined> {
  const types = Object.keys(NATIVE_DEBUGGERS) as NativeDebugger[];
  const items = types.map(type => ({
    type, label: NATIVE_DEBUGGERS[type], description: isInstalled(type) ? '' : vscode.l10n.t('{0} is not installed; the configuration is written all the same', EXTENSIONS[type]),
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Native Debugger') }))?.type;
}

async function open(document: TraceDocument, id: number, type: NativeDebugger): Promise<object | undefined> {
  const trace = await openTrace(document.file);
  const call = trace.callById.get(id);
  if (!call) return undefined;
  const config = nativeConfiguration(type, trace.info, nativeHit(trace, call)) as vscode.DebugConfiguration & Record<string, unknown>;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.workspace.workspaceFolders?.[0];
  const launch = vscode.workspace.getConfiguration('launch', folder);
  const others = launch.get<readonly { name?: string }[]>('configurations', []).filter(({ name }) => name !== config.name);
  await launch.update('configurations', [...others, config], folder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Global);
  if (isInstalled(type)) await vscode.debug.startDebugging(folder, config.name);
  else void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: "{0}" is in launch.json. It needs the extension {1}.', config.name, EXTENSIONS[type]));
  return config;
}

const isInstalled = (type: NativeDebugger): boolean => vscode.extensions.getExtension(EXTENSIONS[type]) !== undefined;
