import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { ENGINES } from '../../../cli/record/arguments';
import { locate } from '../../../cli/record/locate';
import { debugTypes } from '../../ids';
import type { Log } from '../../log';
import { target } from '../../record/target';
import { settings } from '../../settings';
import { commandOf, wrapped, type NodeConfiguration, type RecordingOptions } from './wrap';

/** Where a configuration that has been completed says which trace its program writes. */
export const TRACE_KEY = '__ffiscopeTrace';

/** Puts the recorder in front of programs whose configuration says `"ffiscope": true`, or has an object of options there. */
export class RecordedConfigurations implements vscode.DebugConfigurationProvider {
  private constructor(private readonly dist: string, private readonly log: Log) {}

  static register(dist: string, log: Log): vscode.Disposable {
    const provider = new RecordedConfigurations(dist, log);
    return vscode.Disposable.from(...debugTypes.javascript.map(type => vscode.debug.registerDebugConfigurationProvider(type, provider)));
  }

  /** Undefined keeps the session from starting; the reason has been shown. */
  async resolveDebugConfigurationWithSubstitutedVariables(folder: vscode.WorkspaceFolder | undefined, config: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    const { ffiscope, ...plain } = config;
    // A configuration passes here once for each name that the JavaScript debugger gives to its kind.
    if (!ffiscope || config[TRACE_KEY] !== undefined) return config;
    try {
      return await this.recorded(folder, plain as vscode.DebugConfiguration, ffiscope === true ? {} : ffiscope as RecordingOptions);
    } catch (error) {
      this.log.error('not recorded', error);
      void vscode.window.showErrorMessage(vscode.l10n.t('FFIScope: {0} is not recorded: {1}', config.name, error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  }

  private async recorded(folder: vscode.WorkspaceFolder | undefined, config: vscode.DebugConfiguration, options: RecordingOptions): Promise<vscode.DebugConfiguration> {
    if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('recording runs the program, so it needs a workspace that you trust'));
    if (config.request !== 'launch') throw new Error(vscode.l10n.t('a program that runs already can\'t be recorded; use "request": "launch"'));
    if (options.engine !== undefined && !ENGINES.includes(options.engine)) throw new Error(vscode.l10n.t('"engine" is {0}; it can be {1}', String(options.engine), ENGINES.join(', ')));
    const node = config as NodeConfiguration & vscode.DebugConfiguration;
    const cwd = typeof config['cwd'] === 'string' ? config['cwd'] : folder?.uri.fsPath ?? dirname(node.program ?? '/');
    const chosen = settings(vscode.Uri.file(cwd));
    const file = options.output ?? await target({ command: commandOf(node), cwd }, chosen.outputFolder);
    const known = { redact: options.redact ?? chosen.redact, engine: options.engine ?? chosen.engine, snapshotLimit: options.snapshotLimit ?? chosen.snapshotLimit };
    this.log.info(`recording ${config.name} into ${file}`);
    return { ...wrapped(node, locate(this.dist), file, known), [TRACE_KEY]: file };
  }
}
