import * as vscode from 'vscode';
import type { Finding } from '../../trace/model/types';
import type { Sources } from '../source/sources';

/** A diagnostic that knows its place in the list of findings. */
export class FindingDiagnostic extends vscode.Diagnostic {
  constructor(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity, readonly trace: vscode.Uri, readonly finding: number) {
    super(range, message, severity);
  }
}

const SEVERITIES: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Findings as diagnostics on the JavaScript lines they are about. Those without a line, or whose file is missing, are only in the views. */
export function diagnosticsOf(findings: readonly Finding[], trace: vscode.Uri, sources: Sources): Map<string, FindingDiagnostic[]> {
  const byFile = new Map<string, FindingDiagnostic[]>();
  findings.forEach((finding, index) => {
    const uri = finding.site && sources.find(finding.site.file);
    if (!finding.site || !uri) return;
    const { line, column } = finding.site;
    const diagnostic = new FindingDiagnostic(rangeAt(line, column), finding.message, SEVERITIES[finding.severity], trace, index);
    diagnostic.source = 'FFIScope';
    diagnostic.code = finding.rule;
    diagnostic.relatedInformation = nativeLine(finding, sources);
    byFile.set(uri.toString(), [...byFile.get(uri.toString()) ?? [], diagnostic]);
  });
  return byFile;
}

function nativeLine(finding: Finding, sources: Sources): vscode.DiagnosticRelatedInformation[] {
  if (finding.file === null || finding.line === null) return [];
  const uri = sources.find(finding.file);
  if (!uri) return [];
  const symbol = finding.symbol ?? finding.function ?? '';
  return [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, rangeAt(finding.line, 1)), vscode.l10n.t('native line in {0}', symbol))];
}

/** An empty range: VS Code underlines the word there. Sites count from 1. */
function rangeAt(line: number, column: number): vscode.Range {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(position, position);
}
