import { execFile } from 'node:child_process';
import { dirname, extname } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { CannotRecord } from '../../cli/record/errors';
import { settings } from '../settings';
import { findsPackage } from './packages';
import type { Run } from './run';

const SCRIPTS = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']);
const NODE_LIMIT_MS = 10_000;

export function isScript(path: string): boolean {
  return SCRIPTS.has(extname(path).toLowerCase());
}

/**
 * How to run a script file: with Node, in its workspace folder.
 * @throws CannotRecord when it is no script on this computer, or Node is missing or too old for it
 */
export async function runFile(uri: vscode.Uri): Promise<Run> {
  if (uri.scheme !== 'file' || !isScript(uri.fsPath)) {
    throw new CannotRecord(vscode.l10n.t('Open a JavaScript or TypeScript file on this computer to record it, or use "Record Program...".'));
  }
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open?.isDirty) await open.save();
  const cwd = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
  const node = settings(uri).nodePath;
  const version = await nodeVersion(node, cwd);
  return { command: [node, ...typeScriptFlags(uri.fsPath, version), uri.fsPath], cwd };
}

/** Major and minor version of a node executable. */
async function nodeVersion(node: string, cwd: string): Promise<readonly [number, number]> {
  const { stdout } = await promisify(execFile)(node, ['--version'], { cwd, timeout: NODE_LIMIT_MS }).catch(() => ({ stdout: '' }));
  const match = /^v(\d+)\.(\d+)/.exec(stdout);
  if (!match) throw new CannotRecord(vscode.l10n.t('"{0}" is no Node.js executable. Set its path in the setting ffiscope.nodePath.', node));
  return [Number(match[1]), Number(match[2])];
}

/** Node runs TypeScript by itself from 22.18, behind a flag from 22.6; before that a loader of the project does. */
function typeScriptFlags(file: string, [major, minor]: readonly [number, number]): string[] {
  if (!/\.[cm]?ts$/i.test(file)) return [];
  if (major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return [];
  if (major === 23 || (major === 22 && minor >= 6)) return ['--experimental-strip-types'];
  if (findsPackage(dirname(file), 'tsx')) return ['--import', 'tsx'];
  throw new CannotRecord(vscode.l10n.t('Node {0} does not run TypeScript. Record the compiled file, or install tsx in the project.', `${major}.${minor}`));
}
