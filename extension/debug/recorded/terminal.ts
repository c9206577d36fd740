import * as vscode from 'vscode';
import { terminalProfile } from '../../ids';

/**
 * The terminal profile with recording: VS Code's JavaScript debug terminal, with a shell under the recorder in it. Every Node program
 * that is started there is debugged and recorded; the trace ends with the shell.
 */
export function registerTerminalProfile(): vscode.Disposable {
  return vscode.window.registerTerminalProfileProvider(terminalProfile, {
    async provideTerminalProfile() {
      const name = vscode.l10n.t('JavaScript Debug Terminal with Recording');
      await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: 'node-terminal', request: 'launch', name, command: `exec ${vscode.env.shell || '/bin/sh'}`, internalConsoleOptions: 'neverOpen', ffiscope: true });
      return new vscode.TerminalProfile({ name, pty: gone() });
    },
  });
}

/** The JavaScript debugger opens its terminal itself; the one that a profile has to give closes at once. */
function gone(): vscode.Pseudoterminal {
  const close = new vscode.EventEmitter<void>();
  return { onDidWrite: new vscode.EventEmitter<string>().event, onDidClose: close.event, open: () => close.fire(), close: () => close.dispose() };
}
