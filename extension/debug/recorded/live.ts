import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { END_MAGIC, TRAILER } from '../../../trace/format/layout';
import { commands, debugTypes } from '../../ids';
import type { Log } from '../../log';
import { settings } from '../../settings';
import { openTrace } from '../../viewer/commands';
import { TraceDocument } from '../../viewer/document';
import type { OpenTraces } from '../../viewer/openTraces';
import { openTraceFile } from '../../viewer/traceFile';
import { TRACE_KEY } from './configurations';
import { Growth } from './growth';

/** Between two looks for the end of a trace. */
const POLL_MS = 25;
/** Type of sessions that are a terminal. */
const TERMINAL = 'node-terminal';
/** The recorder completes the trace after the program has ended. */
const FINISH_LIMIT_MS = 10_000;

/** Shows the recordings of JavaScript debug sessions in the timeline panel while they grow. */
export class LiveRecordings implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private readonly running = new Map<string, LiveRecording>();

  constructor(private readonly traces: OpenTraces, private readonly log: Log) {
    this.disposables.push(
      vscode.debug.onDidStartDebugSession(session => this.started(session)),
      vscode.debug.onDidTerminateDebugSession(session => this.ended(session)),
    );
  }

  dispose(): void {
    this.disposables.forEach(disposable => disposable.dispose());
    for (const live of this.running.values()) live.dispose();
  }

  private started(session: vscode.DebugSession): void {
    const trace = traceOf(session);
    if (trace === undefined || this.running.has(session.id)) return;
    // Who works in a terminal keeps it in front of them.
    const live = new LiveRecording(vscode.Uri.file(trace), session.type !== TERMINAL, this.traces, this.log);
    this.running.set(session.id, live);
  }

  private ended(session: vscode.DebugSession): void {
    const live = this.running.get(session.id);
    this.running.delete(session.id);
    void live?.finish();
  }
}

/** Only the session that was started has the trace; those of children that attach to it do not show it once more. */
function traceOf(session: vscode.DebugSession): string | undefined {
  const isOurs = (debugTypes.javascript as readonly string[]).includes(session.type) && session.parentSession === undefined;
  return isOurs ? session.configuration[TRACE_KEY] as string | undefined : undefined;
}

const MIB = 1024 * 1024;

/** Larger traces are shown again less often, in ms: the views read them from the begin each time. */
function pauseFor(bytes: number): number {
  if (bytes > 16 * MIB) return 2000;
  return bytes > MIB ? 250 : 0;
}

class LiveRecording implements vscode.Disposable {
  private document: TraceDocument | null = null;
  private readonly growth: Growth;

  constructor(private readonly uri: vscode.Uri, private readonly comesForward: boolean, private readonly traces: OpenTraces, private readonly log: Log) {
    this.growth = new Growth(uri.fsPath, () => this.look());
  }

  /** Shows the first bytes as soon as they are there, and later what has come since; the pause until the next look. */
  private async look(): Promise<number> {
    try {
      if (this.document) await this.document.grow();
      else if (existsSync(this.uri.fsPath)) await this.show();
    } catch (error) {
      // The header may be half written; the next look finds it whole.
      this.log.error(`${this.uri.fsPath} while it grows`, error);
    }
    return pauseFor(this.document?.file.size ?? 0);
  }

  /** The session has ended: waits for the recorder's last word, then opens the trace. */
  async finish(): Promise<void> {
    await this.settled();
    this.dispose();
    if (!existsSync(this.uri.fsPath)) return;
    if (settings(this.uri).openAfterRecording) await openTrace(this.uri);
  }

  dispose(): void {
    this.growth.end();
    this.document?.dispose();
    this.document = null;
  }

  private async show(): Promise<void> {
    this.document = await TraceDocument.open(this.uri);
    this.traces.add(this.document);
    if (this.comesForward) await vscode.commands.executeCommand(commands.showTimeline);
  }

  private async settled(): Promise<void> {
    const end = Date.now() + FINISH_LIMIT_MS;
    while (Date.now() < end && !await isComplete(this.uri)) await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Does the file end as complete traces do? */
async function isComplete(uri: vscode.Uri): Promise<boolean> {
  const file = await openTraceFile(uri).catch(() => null);
  if (!file) return false;
  const trailer = await file.read(Math.max(0, file.size - TRAILER), TRAILER);
  await file.close();
  return new TextDecoder().decode(trailer).endsWith(END_MAGIC);
}
