import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { traceFile } from '../../cli/record/fileName';
import type { Run } from './run';

/** Path of the trace to write for a run; makes its folder, which keeps itself out of version control. */
export async function target(run: Run, outputFolder: string): Promise<string> {
  const folder = isAbsolute(outputFolder) ? outputFolder : join(baseFolder(run), outputFolder);
  const isNew = !existsSync(folder);
  await mkdir(folder, { recursive: true });
  if (isNew) await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => {});
  return traceFile(run.command, folder);
}

function baseFolder(run: Run): string {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(run.cwd))?.uri.fsPath ?? run.cwd;
}
