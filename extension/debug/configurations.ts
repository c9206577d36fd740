import { basename } from 'node:path';
import * as vscode from 'vscode';
import { debugTypes, TRACE_SUFFIX } from '../ids';
import { isScript, runFile } from '../record/activeFile';
import { settings } from '../settings';

type Configuration = vscode.DebugConfiguration;

/** Completes configurations of ours: F5 without launch.json, values that settings have, `replay` as VS Code knows it. */
export class ReplayConfigurations implements vscode.DebugConfigurationProvider {
  static register(): vscode.Disposable {
    const provider = new ReplayConfigurations();
    return vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(debugTypes.replay, provider),
      vscode.debug.registerDebugConfigurationProvider(debugTypes.replay, { provideDebugConfigurations: () => dynamic() }, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
    );
  }

  provideDebugConfigurations(): Configuration[] {
    return [{ type: debugTypes.replay, request: 'launch', name: vscode.l10n.t('Record and Replay'), program: '${file}' }];
  }

  /** Undefined keeps the session from starting; the reason has been shown. */
  resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, given: Configuration): Configuration | undefined {
    const config = given.type || given.request || given.name ? given : fromActiveFile();
    if (!config) {
      void vscode.window.showInformationMessage(vscode.l10n.t('FFIScope: open the script to record, or a {0} file to replay, and press F5 again.', TRACE_SUFFIX));
      return undefined;
    }
    if (config.request === 'replay') return { ...config, request: 'attach' };
    if (config.request !== 'launch') return config;
    return { cwd: folder?.uri.fsPath, ...config };
  }

  async resolveDebugConfigurationWithSubstitutedVariables(_: vscode.WorkspaceFolder | undefined, config: Configuration): Promise<Configuration> {
    if (config.request !== 'launch' || typeof config['program'] !== 'string') return config;
    const program = vscode.Uri.file(config['program']);
    const { engine, snapshotLimit, redact } = settings(program);
    return { engine, snapshotLimit, ...(redact ? { redact } : {}), ...config, ...await runtime(program, config) };
  }
}

/** Node as the settings name it, with what it needs to run TypeScript. */
async function runtime(program: vscode.Uri, { runtimeExecutable, runtimeArgs = [] }: Configuration): Promise<object> {
  if (runtimeExecutable !== undefined || !isScript(program.fsPath)) return {};
  try {
    const [node, ...flags] = (await runFile(program)).command;
    return { runtimeExecutable: node, runtimeArgs: [...flags.slice(0, -1), ...runtimeArgs as string[]] };
  } catch {
    // The adapter says what is wrong with the program.
    return {};
  }
}

/** What F5 means for the file in front. */
function fromActiveFile(): Configuration | undefined {
  const trace = activeTrace();
  if (trace) return replayOf(trace);
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' && isScript(uri.fsPath) ? launchOf(uri) : undefined;
}

function dynamic(): Configuration[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const trace = activeTrace();
  return [
    ...(uri?.scheme === 'file' && isScript(uri.fsPath) ? [launchOf(uri)] : []),
    ...(trace ? [{ ...replayOf(trace), request: 'replay' }] : []),
  ];
}

function launchOf(uri: vscode.Uri): Configuration {
  return { type: debugTypes.replay, request: 'launch', name: vscode.l10n.t('Record and Replay {0}', basename(uri.fsPath)), program: uri.fsPath };
}

export function replayOf(trace: vscode.Uri): Configuration {
  return { type: debugTypes.replay, request: 'attach', name: vscode.l10n.t('Replay {0}', basename(trace.path)), trace: trace.fsPath };
}

function activeTrace(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.uri.path.endsWith(TRACE_SUFFIX) ? input.uri : undefined;
}
