import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Finding, RelatedPlace } from '../../trace/model/types';
import { argumentsOfCall, declarationOf, offsetAt } from '../fixes/calls';
import type { Mistake } from '../fixes/types';
import type { Examined } from '../reader/examine';
import type { Sources } from '../source/sources';

/** A diagnostic that knows its finding, and that one's place in the trace's list. */
export class FindingDiagnostic extends vscode.Diagnostic {
  constructor(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity, readonly trace: vscode.Uri, readonly finding: number, readonly mistake: Mistake | null) {
    super(range, message, severity);
  }
}

const SEVERITIES: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Findings as diagnostics on the JavaScript lines they are about. Those without a line, or whose file is missing, are only in the views. */
export function diagnosticsOf(findings: readonly Examined[], uri: vscode.Uri, sources: Sources): Map<string, FindingDiagnostic[]> {
  const byFile = new Map<string, FindingDiagnostic[]>();
  for (const { finding, index, mistake } of findings) {
    const file = finding.site && sources.find(finding.site.file);
    if (!finding.site || !file) continue;
    const { line, column } = finding.site;
    const diagnostic = new FindingDiagnostic(rangeAt(line, column), finding.message, SEVERITIES[finding.severity], uri, index, mistake);
    diagnostic.source = 'FFIScope';
    diagnostic.code = finding.rule;
    diagnostic.relatedInformation = [...places(finding, sources), ...madeAt(finding, mistake, file)];
    byFile.set(file.toString(), [...byFile.get(file.toString()) ?? [], diagnostic]);
  }
  return byFile;
}

/** Native lines, other calls, frames of a crash: each line once. */
function places(finding: Finding, sources: Sources): vscode.DiagnosticRelatedInformation[] {
  const own: RelatedPlace = { kind: 'native', message: vscode.l10n.t('native line in {0}', finding.symbol ?? finding.function ?? ''), file: finding.file, line: finding.line, column: null, call: null, ordinal: null };
  const seen = new Set<string>();
  return [...finding.related, own].flatMap(({ message, file, line, column, kind }) => {
    const uri = file === null || kind === 'access' ? null : sources.find(file);
    const key = `${file ?? ''}:${line ?? ''}`;
    if (!uri || line === null || seen.has(key)) return [];
    seen.add(key);
    return [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, rangeAt(line, column ?? 1)), message)];
  });
}

/** Where the buffer was made, when the recording does not say and the call names a variable that is declared once. */
function madeAt({ site, related }: Finding, mistake: Mistake | null, file: vscode.Uri): vscode.DiagnosticRelatedInformation[] {
  if (!site || !mistake || related.some(({ kind }) => kind === 'allocation')) return [];
  const text = textOf(file);
  const offset = text === null ? -1 : offsetAt(text, site.line, site.column);
  const span = text === null || offset < 0 ? undefined : argumentsOfCall(text, offset)?.[mistake.arg];
  if (text === null || !span) return [];
  const name = /^[\w$]+/.exec(text.slice(span.from, span.to))?.[0] ?? '';
  const at = declarationOf(text, name);
  if (at === null) return [];
  const before = text.slice(0, at).split('\n');
  const position = new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
  return [new vscode.DiagnosticRelatedInformation(new vscode.Location(file, position), vscode.l10n.t('{0} is made here', name))];
}

function textOf(file: vscode.Uri): string | null {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  try {
    return open ? open.getText() : readFileSync(file.fsPath, 'utf8');
  } catch {
    return null;
  }
}

/** An empty range: VS Code underlines the word there. Sites count from 1. */
function rangeAt(line: number, column: number): vscode.Range {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(position, position);
}
