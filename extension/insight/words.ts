import * as vscode from 'vscode';
import type { ArgumentUse, PlaceSummary } from '../../trace/summary/summary';
import { thousands } from '../../trace/text/numbers';

/** "wrote 16 of 16 bytes", "read 4 of 8, wrote 8 of 8 bytes", "not touched" */
export function useWords({ size, read, written }: ArgumentUse): string {
  const of = thousands(size);
  if (read > 0 && written > 0) return vscode.l10n.t('read {0} of {2}, wrote {1} of {2} bytes', thousands(read), thousands(written), of);
  if (written > 0) return vscode.l10n.t('wrote {0} of {1} bytes', thousands(written), of);
  if (read > 0) return vscode.l10n.t('read {0} of {1} bytes', thousands(read), of);
  return vscode.l10n.t('none of {0} bytes touched', of);
}

/** "dst: wrote 4,096 of 4,096" */
export function shortUse({ name, size, read, written }: ArgumentUse): string {
  const of = thousands(size);
  if (written > 0) return vscode.l10n.t('{0}: wrote {1} of {2}', name, thousands(written), of);
  return read > 0 ? vscode.l10n.t('{0}: read {1} of {2}', name, thousands(read), of) : vscode.l10n.t('{0}: not touched', name);
}

export function callWords(calls: number): string {
  return calls === 1 ? vscode.l10n.t('1 call') : vscode.l10n.t('{0} calls', thousands(calls));
}

export function findingWords(findings: number): string {
  return findings === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', thousands(findings));
}

export const callsOf = (places: readonly PlaceSummary[]): number => places.reduce((sum, { calls }) => sum + calls, 0);
