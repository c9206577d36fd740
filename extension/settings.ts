import * as vscode from 'vscode';
import { ENGINES, type Engine } from '../cli/record/arguments';
import { parseSize } from '../cli/record/size';

/** The settings of package.json's `ffiscope.*`, read for one place in the workspace. */
export interface Settings {
  readonly engine: Engine;
  /** Bytes. */
  readonly snapshotLimit: number;
  readonly nodePath: string;
  readonly outputFolder: string;
  readonly openAfterRecording: boolean;
  readonly diagnostics: boolean;
}

const DEFAULT_SNAPSHOT_LIMIT = 1024 * 1024;

export function settings(scope?: vscode.Uri): Settings {
  const values = vscode.workspace.getConfiguration('ffiscope', scope);
  return {
    engine: ENGINES.find(engine => engine === values.get('engine')) ?? 'fast',
    snapshotLimit: parseSize(values.get('snapshotLimit', '')) ?? DEFAULT_SNAPSHOT_LIMIT,
    nodePath: values.get('nodePath', '').trim() || 'node',
    outputFolder: values.get('outputFolder', '').trim() || '.ffiscope',
    openAfterRecording: values.get('openAfterRecording', true),
    diagnostics: values.get('diagnostics.enabled', true),
  };
}
