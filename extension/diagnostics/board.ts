import * as vscode from 'vscode';
import type { FindingDiagnostic } from './convert';

interface Posted { readonly program: string; readonly files: ReadonlyMap<string, readonly FindingDiagnostic[]> }

/**
 * The findings of traces in the Problems view: at most one trace per program, so that recording again replaces what the
 * recording before it found.
 */
export class DiagnosticsBoard implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('ffiscope');
  private readonly posted = new Map<string, Posted>();

  /** `program` tells which traces are of the same program. */
  set(trace: vscode.Uri, program: string, files: ReadonlyMap<string, readonly FindingDiagnostic[]>): void {
    for (const [key, other] of this.posted) if (other.program === program) this.posted.delete(key);
    this.posted.set(trace.toString(), { program, files });
    this.publish();
  }

  remove(trace: vscode.Uri): void {
    if (this.posted.delete(trace.toString())) this.publish();
  }

  clear(): void {
    this.posted.clear();
    this.collection.clear();
  }

  dispose(): void { this.collection.dispose(); }

  private publish(): void {
    const merged = new Map<string, FindingDiagnostic[]>();
    for (const { files } of this.posted.values()) {
      for (const [file, diagnostics] of files) merged.set(file, [...merged.get(file) ?? [], ...diagnostics]);
    }
    this.collection.clear();
    this.collection.set([...merged].map(([file, diagnostics]) => [vscode.Uri.parse(file), diagnostics]));
  }
}
