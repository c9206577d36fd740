import * as vscode from 'vscode';
import type { EmptyInfo, HostCommand, ViewMessage } from '../../webview/protocol';
import { commands } from '../ids';
import type { Log } from '../log';
import { emptyInfo } from './emptyInfo';
import type { ViewStates } from './states';

type OpenSource = Extract<ViewMessage, { type: 'openSource' }>;

/** What views ask for that is not about the bytes of their trace. */
export interface ViewServices {
  readonly log: Log;
  readonly states: ViewStates;
  emptyInfo(): Promise<EmptyInfo>;
  openSource(place: OpenSource): Promise<void>;
  /** Text of a source file that a trace names; null when it is not on this computer, or too large. */
  sourceText(file: string): Promise<string | null>;
  copy(text: string, what: string): Promise<void>;
  run(command: HostCommand, trace: vscode.Uri | undefined): Promise<void>;
}

const COMMANDS: Readonly<Record<HostCommand, string>> = {
  recordActiveFile: commands.recordActiveFile,
  recordProgram: commands.recordProgram,
  recordAgain: commands.recordAgain,
  openTrace: commands.openTrace,
  showLog: commands.showLog,
  saveReport: commands.saveReport,
  openInEditor: commands.openInEditor,
  showTimeline: commands.showTimeline,
  compareTraces: commands.compareTraces,
};
/** These are about the trace that the view shows. */
const ABOUT_TRACE: readonly HostCommand[] = ['saveReport', 'openInEditor', 'compareTraces'];
const CONFIRMATION_MS = 3000;

export function viewServices(log: Log, states: ViewStates, { openSource, sourceText }: Pick<ViewServices, 'openSource' | 'sourceText'>): ViewServices {
  return {
    log, states, openSource, sourceText,
    emptyInfo: async () => emptyInfo(),
    async copy(text, what) {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', what), CONFIRMATION_MS);
    },
    async run(command, trace) {
      const id = COMMANDS[command];
      if (id === undefined) return;
      await vscode.commands.executeCommand(id, ...(ABOUT_TRACE.includes(command) && trace ? [trace] : []));
    },
  };
}
