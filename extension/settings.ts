import * as vscode from 'vscode';
import { ENGINES, REDACTS, type Engine, type Redact } from '../cli/record/arguments';
import { parseSize } from '../cli/record/size';
import { settingList, type SettingName } from './manifest/settings';

/** The settings of package.json's `ffiscope.*`, read for one place in the workspace. */
export interface Settings {
  readonly engine: Engine;
  /** Bytes. */
  readonly snapshotLimit: number;
  /** Undefined: traces hold values. */
  readonly redact: Redact | undefined;
  readonly nodePath: string;
  readonly outputFolder: string;
  readonly openAfterRecording: boolean;
  readonly diagnostics: boolean;
}

const DEFAULT_SNAPSHOT_LIMIT = 1024 * 1024;

export function settings(scope?: vscode.Uri): Settings {
  return {
    engine: ENGINES.find(engine => engine === setting('engine', scope)) ?? 'fast',
    snapshotLimit: parseSize(setting('snapshotLimit', scope)) ?? DEFAULT_SNAPSHOT_LIMIT,
    redact: REDACTS.find(how => how === setting('redact', scope)),
    nodePath: setting('nodePath', scope).trim() || 'node',
    outputFolder: setting('outputFolder', scope).trim() || settingList.outputFolder.default,
    openAfterRecording: setting('openAfterRecording', scope),
    diagnostics: setting('diagnostics.enabled', scope),
  };
}

/** What a default's type stands for: any string, number or truth value, not just that one. */
type Widened<Value> = Value extends string ? string : Value extends boolean ? boolean : Value extends number ? number : Value;

/** One setting for a place in the workspace; its default where it is not set, or to something of another type. */
export function setting<Name extends SettingName>(name: Name, scope?: vscode.Uri): Widened<(typeof settingList)[Name]['default']> {
  type Value = Widened<(typeof settingList)[Name]['default']>;
  const { default: otherwise } = settingList[name];
  const value = vscode.workspace.getConfiguration('ffiscope', scope).get<unknown>(name);
  return (typeof value === typeof otherwise && Array.isArray(value) === Array.isArray(otherwise) ? value : otherwise) as Value;
}
