import * as vscode from 'vscode';
import type { Sources } from './sources';

/** Larger files are no sources that people read. */
const LARGEST = 4 * 1024 * 1024;

/** Text of a source file as it is today, with what is not saved yet; null when it is not on this computer, or too large. */
export async function sourceText(sources: Sources, file: string): Promise<string | null> {
  const uri = sources.find(file);
  if (!uri) return null;
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return null;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}
