import * as vscode from 'vscode';
import { views } from '../ids';
import { Connection } from './connection';
import type { TraceDocument } from './document';
import { page, webviewOptions } from './html';
import type { OpenTraces } from './openTraces';
import type { ViewServices } from './services';

const FOLLOW = 'timeline.follow';

/** The "FFI Timeline" view of the panel: shows the trace used last, or keeps one. */
export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  private connection: Connection | null = null;
  private view: vscode.WebviewView | null = null;
  private shown: TraceDocument | null = null;
  private readonly disposables: vscode.Disposable[] = [];

  constructor(private readonly dist: string, private readonly traces: OpenTraces, private readonly services: ViewServices, private readonly memory: vscode.Memento) {
    this.disposables.push(
      vscode.window.registerWebviewViewProvider(views.timeline, this),
      traces.onDidChangeActive(active => this.activeChanged(active)),
    );
  }

  get follow(): boolean { return this.memory.get(FOLLOW, true); }

  async setFollow(on: boolean): Promise<void> {
    await this.memory.update(FOLLOW, on);
    if (on) this.show(this.traces.active);
  }

  /** The trace it shows, for commands that are about it. */
  get trace(): TraceDocument | null { return this.shown; }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = webviewOptions(this.dist);
    const connection = new Connection(view.webview, 'panel', this.services, {
      on: () => this.follow,
      set: on => void this.setFollow(on),
    });
    this.view = view;
    this.connection = connection;
    view.onDidChangeVisibility(() => connection.setVisible(view.visible));
    view.onDidDispose(() => {
      connection.dispose();
      this.view = this.connection = null;
    });
    this.show(this.traces.active);
    view.webview.html = page(view.webview, this.dist);
  }

  dispose(): void { this.disposables.forEach(disposable => disposable.dispose()); }

  private activeChanged(active: TraceDocument | null): void {
    const keeps = this.shown !== null && !this.follow && this.traces.find(this.shown.uri) !== undefined;
    if (!keeps) this.show(active);
  }

  private show(document: TraceDocument | null): void {
    this.shown = document;
    this.connection?.show(document);
    if (this.view) this.view.description = document?.name;
  }
}
