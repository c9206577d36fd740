import type * as vscode from 'vscode';
import type { ByteSource, TraceInfo } from '../../trace/model/types';
import { openTrace } from '../../trace/open';
import type { Log } from '../log';
import { settings } from '../settings';
import type { Sources } from '../source/sources';
import { openTraceFile } from '../viewer/traceFile';
import type { TraceDocument } from '../viewer/document';
import type { OpenTraces } from '../viewer/openTraces';
import type { DiagnosticsBoard } from './board';
import { diagnosticsOf } from './convert';

/** Puts what the checks find in traces on the board: when a trace is opened, reloaded or just recorded. */
export class DiagnosticsPublisher implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(traces: OpenTraces, private readonly board: DiagnosticsBoard, private readonly sources: Sources, private readonly log: Log) {
    this.listener = traces.onDidOpen(document => this.attach(document));
  }

  /** For a trace that is not open: reads it and lets it go again. */
  async publishFile(uri: vscode.Uri): Promise<void> {
    const file = await openTraceFile(uri);
    try {
      await this.publish(uri, file);
    } finally {
      await file.close();
    }
  }

  dispose(): void { this.listener.dispose(); }

  private attach(document: TraceDocument): void {
    const publish = (): void => void this.publish(document.uri, document.file);
    document.onDidReload(publish);
    document.onDidDispose(() => this.board.remove(document.uri));
    publish();
  }

  private async publish(uri: vscode.Uri, source: ByteSource): Promise<void> {
    if (!settings(uri).diagnostics) return this.board.remove(uri);
    try {
      const trace = await openTrace(source);
      this.board.set(uri, programKey(trace.info), diagnosticsOf(await trace.findings(), uri, this.sources));
    } catch (error) {
      // The view of the trace says what is wrong with it.
      this.log.error(`no diagnostics from ${uri.fsPath}`, error);
    }
  }
}

/** Equal for recordings of the same program with the same arguments. */
function programKey({ program, args, cwd }: TraceInfo): string {
  return JSON.stringify([cwd, program, ...args]);
}
