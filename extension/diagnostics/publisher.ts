import type * as vscode from 'vscode';
import { unsilenced } from '../../trace/checks/config/silence';
import type { ByteSource, Finding, Trace, TraceInfo } from '../../trace/model/types';
import { openTrace } from '../../trace/open';
import { summarise } from '../../trace/summary/summary';
import type { Overview } from '../insight/overview';
import type { Log } from '../log';
import { settings } from '../settings';
import type { Sources } from '../source/sources';
import { openTraceFile } from '../viewer/traceFile';
import type { TraceDocument } from '../viewer/document';
import type { OpenTraces } from '../viewer/openTraces';
import type { DiagnosticsBoard } from './board';
import { checkConfig, linesOf } from './config';
import { diagnosticsOf, type Numbered } from './convert';

/** Puts what the checks find in traces on the board, and what calls did into the overview: when a trace is opened, reloaded or just recorded. */
export class DiagnosticsPublisher implements vscode.Disposable {
  private readonly listener: vscode.Disposable;

  constructor(traces: OpenTraces, private readonly board: DiagnosticsBoard, private readonly overview: Overview, private readonly sources: Sources, private readonly log: Log) {
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
    document.onDidDispose(() => { this.board.remove(document.uri); this.overview.remove(document.uri); });
    publish();
  }

  private async publish(uri: vscode.Uri, source: ByteSource): Promise<void> {
    const wanted = settings(uri);
    try {
      const trace = await openTrace(source);
      const program = programKey(trace.info);
      const findings = wanted.diagnostics ? await this.findingsOf(trace, uri) : [];
      if (wanted.diagnostics) this.board.set(uri, program, diagnosticsOf(findings, trace, uri, this.sources));
      else this.board.remove(uri);
      this.overview.set(uri, program, await summarise(trace), findings.map(({ finding }) => finding));
    } catch (error) {
      // The view of the trace says what is wrong with it.
      this.log.error(`no diagnostics from ${uri.fsPath}`, error);
    }
  }

  /** With the severities that are set, without what comments silence. */
  private async findingsOf(trace: Trace, uri: vscode.Uri): Promise<readonly Numbered[]> {
    const shown = await trace.findings();
    const same = (one: Finding) => (other: Finding) => other.rule === one.rule && other.message === one.message && other.call === one.call;
    const kept = await unsilenced(await trace.findings(await checkConfig(uri, this.log)), linesOf(this.sources));
    return kept.map(finding => ({ finding, index: shown.findIndex(same(finding)) }));
  }
}

/** Equal for recordings of the same program with the same arguments. */
function programKey({ program, args, cwd }: TraceInfo): string {
  return JSON.stringify([cwd, program, ...args]);
}
