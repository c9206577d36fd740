import * as vscode from 'vscode';
import { counted } from '../../cli/record/counts';
import { programName } from '../../cli/record/fileName';
import type { Outcome } from '../../cli/record/launch';
import type { Run } from './run';

export type Followup = 'showOutput' | 'showLog' | 'openTrace';

/** What to tell people at the end of a recording, and what they may want to do about it. */
export interface Verdict {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly followups: readonly Followup[];
  /** Is there anything in the trace to look at? */
  readonly worthOpening: boolean;
}

export interface Circumstances {
  /** The recorder's own reason for failing, where it gave one. */
  readonly error: string | null;
  readonly stopped: boolean;
  /** Was koffi found where the program would load it from? Null: not looked for. */
  readonly koffi: boolean | null;
}

export function verdict(run: Run, outcome: Outcome | null, circumstances: Circumstances): Verdict {
  const program = programName(run.command);
  if (outcome === null) {
    return nothing('error', vscode.l10n.t('The terminal for the recording of {0} could not be started.', program), ['showLog']);
  }
  if (outcome.end === null) return failed(program, outcome.status, circumstances.error);
  if (outcome.end.calls > 0) return recorded(program, outcome.end);
  return noCalls(program, outcome.end, circumstances);
}

function recorded(program: string, end: { calls: number; accesses: number; signal: string | null; complete?: boolean }): Verdict {
  const counts = `${counted(end.calls, 'FFI call')}, ${counted(end.accesses, 'access', 'accesses')}`;
  if (end.complete === false) {
    return { severity: 'warning', message: vscode.l10n.t('{0}: writing the trace failed on the way. It has a part of {1}.', program, counts), followups: ['openTrace', 'showLog'], worthOpening: true };
  }
  return end.signal === null
    ? { severity: 'info', message: vscode.l10n.t('{0}: {1} recorded.', program, counts), followups: ['openTrace'], worthOpening: true }
    : { severity: 'warning', message: vscode.l10n.t('{0} was ended by {1}. {2} recorded.', program, end.signal, counts), followups: ['openTrace', 'showOutput'], worthOpening: true };
}

function failed(program: string, status: number, error: string | null): Verdict {
  const reason = error ?? vscode.l10n.t('the recorder ended with status {0}; the reason is in its terminal', status);
  return nothing('error', vscode.l10n.t('{0} could not be recorded: {1}', program, reason), ['showOutput', 'showLog']);
}

function noCalls(program: string, end: { code: number | null; signal: string | null }, { stopped, koffi }: Circumstances): Verdict {
  if (stopped) return nothing('info', vscode.l10n.t('The recording of {0} was stopped before its first FFI call.', program), []);
  if (end.signal !== null) {
    return nothing('error', vscode.l10n.t('{0} was ended by {1} before its first FFI call. What it printed is in the terminal.', program, end.signal), ['showOutput', 'showLog']);
  }
  if (end.code !== 0 && end.code !== null) {
    return nothing('error', vscode.l10n.t('{0} ended with exit code {1} before its first FFI call. What it printed is in the terminal.', program, end.code), ['showOutput']);
  }
  if (koffi === false) {
    return nothing('warning', vscode.l10n.t('{0} made no FFI call: koffi is not installed in its folder. FFIScope records the calls that a program makes through koffi (2 or 3).', program), ['showOutput']);
  }
  return nothing('warning', vscode.l10n.t('{0} made no FFI call through koffi, so there is nothing to show. Did it reach the code that calls the library?', program), ['showOutput', 'showLog']);
}

function nothing(severity: Verdict['severity'], message: string, followups: readonly Followup[]): Verdict {
  return { severity, message, followups, worthOpening: false };
}
