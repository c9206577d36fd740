import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { locateBelow, mapped, placePath, type Mapping } from './paths';

const KEY = 'sourceMappings';

/** Finds the source files that traces name. Their paths are those of the recording, and may be elsewhere today. */
export class Sources {
  constructor(private readonly memory: vscode.Memento) {}

  /** The file on this computer, or null when it isn't where the trace or an earlier answer says. */
  find(file: string): vscode.Uri | null {
    const path = placePath(file);
    if (path === null) return null;
    const found = [path, ...mapped(path, this.mappings)].find(existsSync);
    return found === undefined ? null : vscode.Uri.file(found);
  }

  /** Like `find`, but asks where it is when it is missing. Undefined: nobody knows. */
  async findOrAsk(file: string): Promise<vscode.Uri | undefined> {
    const found = this.find(file);
    if (found) return found;
    if (placePath(file) === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is no file on disk: it was made by Node.js or by the program itself.', file));
      return undefined;
    }
    return this.ask(file);
  }

  private async ask(file: string): Promise<vscode.Uri | undefined> {
    const locate = vscode.l10n.t('Locate Folder...');
    const message = vscode.l10n.t('{0} is not on this computer. The trace names it as it was when it was recorded or compiled.', file);
    if (await vscode.window.showWarningMessage(message, locate) !== locate) return undefined;
    const folders = await vscode.window.showOpenDialog({
      canSelectFiles: false, canSelectFolders: true, openLabel: vscode.l10n.t('Look Here'),
      title: vscode.l10n.t('Folder With {0}, or a Folder Above It', basename(file)),
    });
    return folders?.[0] && this.lookBelow(file, folders[0]);
  }

  private async lookBelow(file: string, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
    const located = locateBelow(placePath(file) ?? file, folder.fsPath, existsSync);
    if (!located) {
      void vscode.window.showWarningMessage(vscode.l10n.t('No {0} in {1} at any end of its path {2}.', basename(file), folder.fsPath, file));
      return undefined;
    }
    await this.remember(located.mapping);
    return vscode.Uri.file(located.found);
  }

  private get mappings(): readonly Mapping[] { return this.memory.get<Mapping[]>(KEY, []); }

  private async remember(mapping: Mapping): Promise<void> {
    await this.memory.update(KEY, [...this.mappings.filter(({ from }) => from !== mapping.from), mapping]);
  }
}
