import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { ConfigError, parseConfig } from '../../trace/checks/config/parse';
import type { CheckConfig } from '../../trace/checks/config/schema';
import type { SourceLines } from '../../trace/checks/config/silence';
import type { Log } from '../log';
import { setting } from '../settings';
import type { Sources } from '../source/sources';

const NAME = 'ffiscope.json';

/** The `ffiscope.json` of the workspace folder, with the settings on top of it. What can't be used is left out, and the log says why. */
export async function checkConfig(trace: vscode.Uri, log: Log): Promise<CheckConfig> {
  const folder = vscode.workspace.getWorkspaceFolder(trace) ?? vscode.workspace.workspaceFolders?.[0];
  const inFile = folder ? await readText(vscode.Uri.joinPath(folder.uri, NAME)) : null;
  const file = inFile === null ? null : usable(NAME, inFile, log);
  const settings = usable('settings', JSON.stringify({ rules: setting('checks.rules', trace), functions: setting('checks.functions', trace) }), log);
  return { rules: { ...file?.rules, ...settings?.rules }, functions: { ...file?.functions, ...settings?.functions } };
}

function usable(where: string, text: string, log: Log): CheckConfig | null {
  try {
    return parseConfig(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.error(`${where}: ${error.message}`, error);
    return null;
  }
}

async function readText(file: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return null;
  }
}

/** Lines of the sources that comments may silence findings in: as they are in the editor, else on disk. */
export function linesOf(sources: Sources): SourceLines {
  return async (file) => {
    const uri = sources.find(file);
    if (!uri) return null;
    const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    try {
      return (open?.getText() ?? await readFile(uri.fsPath, 'utf8')).split(/\r?\n/);
    } catch {
      return null;
    }
  };
}
