import type * as vscode from 'vscode';
import type { HostMessage, SharedSelection, ViewMessage } from '../../webview/protocol';
import { parseViewMessage } from '../../webview/schema';
import type { TraceDocument } from './document';
import { answerRead } from './reads';
import type { ViewServices } from './services';

export type Mode = 'editor' | 'panel';

/** One view and the trace it shows: answers its reads, and passes on what is selected. See webview/protocol.ts. */
export class Connection implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private documentListeners: vscode.Disposable[] = [];
  private document: TraceDocument | null = null;
  private generation = 0;
  private ready = false;
  private pendingReveal: Partial<SharedSelection> | null = null;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly mode: Mode,
    private readonly services: ViewServices,
    private readonly follow: { on(): boolean; set(on: boolean): void },
  ) {
    this.disposables.push(webview.onDidReceiveMessage((data: unknown) => this.check(data)));
  }

  /** Shows another trace, or none. */
  show(document: TraceDocument | null): void {
    this.document = document;
    this.documentListeners.forEach(listener => listener.dispose());
    this.documentListeners = document === null ? [] : [
      document.onDidSelect(change => { if (change.origin !== this && this.follow.on()) this.post({ type: 'selection', selection: change.selection }); }),
      document.onDidReveal(({ selection }) => { if (this.follow.on()) this.reveal(selection); }),
      document.onDidReload(() => this.reload(document)),
      document.onDidGrow(() => this.reload(document)),
      document.notes.onDidChange(({ bookmarks, origin }) => { if (origin !== this) this.post({ type: 'bookmarks', bookmarks }); }),
    ];
    if (this.ready) void this.init();
  }

  /** A hidden view is torn down and says `ready` when it is back. */
  setVisible(visible: boolean): void { if (!visible) this.ready = false; }

  dispose(): void {
    this.disposables.forEach(disposable => disposable.dispose());
    this.documentListeners.forEach(listener => listener.dispose());
  }

  private reveal(selection: Partial<SharedSelection>): void {
    if (this.ready) this.post({ type: 'reveal', selection });
    else this.pendingReveal = selection;
  }

  private reload(document: TraceDocument): void {
    this.post({ type: 'reload', file: document.ref(++this.generation), bookmarks: document.notes.bookmarks, contents: document.contents });
  }

  private async init(): Promise<void> {
    const document = this.document;
    const generation = ++this.generation;
    const empty = await this.services.emptyInfo();
    if (generation !== this.generation) return;
    this.post({
      type: 'init', mode: this.mode, file: document?.ref(generation) ?? null, follow: this.follow.on(), empty,
      state: document ? this.services.states.get(this.mode, document.uri) : null,
      selection: this.follow.on() ? document?.selection ?? null : null, bookmarks: document?.notes.bookmarks ?? null,
    });
    if (this.pendingReveal) this.post({ type: 'reveal', selection: this.pendingReveal });
    this.pendingReveal = null;
  }

  private check(data: unknown): void {
    const message = parseViewMessage(data);
    if (message) void this.receive(message);
    else this.services.log.info('a view sent something that is no message; it was dropped');
  }

  private async receive(message: ViewMessage): Promise<void> {
    const { document, services } = this;
    switch (message.type) {
      case 'ready':
        this.ready = true;
        return this.init();
      case 'read': return this.post(await answerRead(document?.file ?? null, message));
      case 'selection': return this.follow.on() ? document?.select(message.selection, this) : undefined;
      case 'state': return document ? services.states.set(this.mode, document.uri, message.state) : undefined;
      case 'bookmarks': return document?.notes.set(message.bookmarks, document.file.size, this);
      case 'follow':
        this.follow.set(message.on);
        if (message.on && document?.selection) this.post({ type: 'selection', selection: document.selection });
        return undefined;
      case 'openSource': return services.openSource(message);
      case 'source': return this.post({ type: 'sourceText', id: message.id, text: await services.sourceText(message.file) });
      case 'copy': return services.copy(message.text, message.what);
      case 'command': return services.run(message.command, document?.uri);
      // Only comparisons send these.
      case 'showIn':
      case 'swap': return undefined;
      case 'failed': return services.log.error('a view', message.message);
    }
  }

  private post(message: HostMessage): void {
    if (this.ready) void this.webview.postMessage(message);
  }
}
