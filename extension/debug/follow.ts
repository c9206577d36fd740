import * as vscode from 'vscode';
import type { Position } from '../../trace/cursor/position';
import { views } from '../ids';
import type { Log } from '../log';
import type { SelectionChange, TraceDocument } from '../viewer/document';
import type { OpenTraces } from '../viewer/openTraces';
import { OWN } from './adapter/own';

interface Replayed { readonly session: vscode.DebugSession; readonly position: Position }

/** Keeps the views of a recording and the debug session that replays it at the same place: where one goes, the other follows. */
export class Followers implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  /** Sessions that replay a trace and where they stand, by its URI. */
  private readonly replayed = new Map<string, Replayed>();

  constructor(private readonly traces: OpenTraces, private readonly log: Log) {
    this.disposables.push(
      traces.onDidOpen(document => this.attach(document)),
      vscode.debug.onDidTerminateDebugSession(session => this.ended(session)),
    );
  }

  /** The session that replays a trace. */
  session(trace: vscode.Uri): vscode.DebugSession | undefined { return this.replayed.get(trace.toString())?.session; }

  /** A session stands somewhere new. */
  arrived(session: vscode.DebugSession, trace: vscode.Uri, position: Position): void {
    const isFirst = this.session(trace) !== session;
    this.replayed.set(trace.toString(), { session, position });
    const document = this.traces.find(trace);
    if (document) this.show(document, position);
    else if (isFirst && session.configuration['openTrace'] !== false) void this.open(trace);
  }

  dispose(): void { this.disposables.forEach(disposable => disposable.dispose()); }

  private ended(session: vscode.DebugSession): void {
    for (const [trace, one] of this.replayed) if (one.session === session) this.replayed.delete(trace);
  }

  private attach(document: TraceDocument): void {
    const replayed = this.replayed.get(document.uri.toString());
    if (replayed) this.show(document, replayed.position);
    document.onDidSelect(change => this.selected(document, change));
  }

  private show(document: TraceDocument, { kind, call, ordinal }: Position): void {
    const selection = { call, access: kind === 'access' ? ordinal : null, pin: document.selection?.pin ?? null, finding: null };
    document.select(selection, this);
    document.reveal(selection);
  }

  /** Beside what is being read, which keeps the focus. */
  private async open(trace: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand('vscode.openWith', trace, views.editor, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  private selected({ uri }: TraceDocument, { selection: { call, access }, origin }: SelectionChange): void {
    const replayed = this.replayed.get(uri.toString());
    if (origin === this || !replayed || stands(replayed.position, call, access)) return;
    const wanted = access === null ? { call } : { access };
    Promise.resolve(replayed.session.customRequest(OWN.runTo, wanted)).catch(error => this.log.error('the session did not follow its view', error));
  }
}

/** Is this what a session that stands there shows? */
function stands(position: Position, call: number | null, access: number | null): boolean {
  if (access !== null) return position.kind === 'access' && position.ordinal === access;
  return call === null || position.call === call;
}
