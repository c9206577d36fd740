import * as vscode from 'vscode';
import { contextKeys } from '../ids';
import type { TraceDocument } from './document';

/** The traces that are open, and which of them was used last. */
export class OpenTraces implements vscode.Disposable {
  private readonly documents: TraceDocument[] = [];
  private readonly activeEmitter = new vscode.EventEmitter<TraceDocument | null>();
  private readonly openEmitter = new vscode.EventEmitter<TraceDocument>();
  /** The trace used last: another one, or none any more. */
  readonly onDidChangeActive = this.activeEmitter.event;
  readonly onDidOpen = this.openEmitter.event;

  /** Most recently used last. */
  get active(): TraceDocument | null { return this.documents.at(-1) ?? null; }

  find(uri: vscode.Uri): TraceDocument | undefined {
    return this.documents.find(document => document.uri.toString() === uri.toString());
  }

  add(document: TraceDocument): void {
    this.documents.push(document);
    document.onDidDispose(() => this.remove(document));
    this.openEmitter.fire(document);
    this.changed();
  }

  activate(document: TraceDocument): void {
    if (this.active === document) return;
    this.documents.splice(this.documents.indexOf(document), 1);
    this.documents.push(document);
    this.changed();
  }

  dispose(): void {
    this.activeEmitter.dispose();
    this.openEmitter.dispose();
  }

  private remove(document: TraceDocument): void {
    const wasActive = this.active === document;
    this.documents.splice(this.documents.indexOf(document), 1);
    if (wasActive) this.changed();
  }

  private changed(): void {
    void vscode.commands.executeCommand('setContext', contextKeys.hasTrace, this.active !== null);
    this.activeEmitter.fire(this.active);
  }
}
