import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { unsilenced } from '../../trace/checks/config/silence';
import type { ByteSource } from '../../trace/model/types';
import type { Overview } from '../insight/overview';
import type { Log } from '../log';
import { ask } from '../reader/ask';
import { settings } from '../settings';
import type { Sources } from '../source/sources';
import { openTraceFile } from '../viewer/traceFile';
import type { TraceDocument } from '../viewer/document';
import type { OpenTraces } from '../viewer/openTraces';
import type { DiagnosticsBoard } from './board';
import { checkConfig, linesOf } from './config';
import { diagnosticsOf } from './convert';
import { Rereading } from './rereading';

/** Bytes of a file from which its findings wait until its pictures had their turn. */
const LONG = 4 * 1024 * 1024;
const LATER_MS = 2500;

/** Puts what the checks find in traces on the board, and what calls did into the overview: when a trace is opened, reloaded or just recorded. */
export class DiagnosticsPublisher implements vscode.Disposable {
  private readonly listener: vscode.Disposable;
  /** Recordings that are being read, by their address. */
  private readonly running = new Map<string, AbortController>();

  constructor(private readonly dist: string, traces: OpenTraces, private readonly board: DiagnosticsBoard, private readonly overview: Overview, private readonly sources: Sources, private readonly log: Log) {
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

  dispose(): void {
    this.listener.dispose();
    for (const key of [...this.running.keys()]) this.stop(key);
  }

  private attach(document: TraceDocument): void {
    const publish = (wait = 0): Promise<void> => this.publish(document.uri, document.file, wait);
    const rereading = new Rereading(publish, () => document.file);
    document.onDidReload(() => void publish());
    document.onDidGrow(() => rereading.touched());
    document.onDidDispose(() => { rereading.end(); this.stop(document.uri.toString()); this.board.remove(document.uri); this.overview.remove(document.uri); });
    // A long recording is drawn first: there may be no third processor.
    void publish(document.file.size > LONG ? LATER_MS : 0);
  }

  /** The latest question about a trace is the one that is answered. */
  private async publish(uri: vscode.Uri, source: ByteSource, wait = 0): Promise<void> {
    const wanted = settings(uri);
    const key = uri.toString();
    const controller = new AbortController();
    this.stop(key);
    this.running.set(key, controller);
    try {
      if (wait > 0) await delay(wait, undefined, { signal: controller.signal });
      const config = wanted.diagnostics ? await checkConfig(uri, this.log) : null;
      const place = uri.scheme === 'file' ? uri.fsPath : await source.read(0, source.size);
      const { program, findings, places, lines } = await ask(this.dist, { place, config }, controller.signal);
      const kept = new Set(await unsilenced(findings.map(({ finding }) => finding), linesOf(this.sources)));
      if (controller.signal.aborted) return;
      const shown = findings.filter(({ finding }) => kept.has(finding));
      if (wanted.diagnostics) this.board.set(uri, program, diagnosticsOf(shown, uri, this.sources));
      else this.board.remove(uri);
      this.overview.set(uri, program, { places, lines }, [...kept]);
    } catch (error) {
      // The view of the trace says what is wrong with it.
      if (!controller.signal.aborted) this.log.error(`no diagnostics from ${uri.fsPath}`, error);
    } finally {
      if (this.running.get(key) === controller) this.running.delete(key);
    }
  }

  private stop(key: string): void {
    this.running.get(key)?.abort(new Error('no longer wanted'));
    this.running.delete(key);
  }
}
