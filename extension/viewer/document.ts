import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FileRef, SharedSelection } from '../../webview/protocol';
import { Notes } from './notes';
import { fingerprint, openTraceFile, type TraceFile } from './traceFile';

/** A recorder or a copy writes in bursts. */
const SETTLE_MS = 400;
/** A file that grows is sent to the views whole up to this size: asking for its parts takes longer. */
const PUSHED = 1024 * 1024;

export interface SelectionChange { readonly selection: SharedSelection; /** Who made it. */ readonly origin: object }
export interface Reveal { readonly selection: Partial<SharedSelection> }

/** An open trace: its bytes, what is selected in it, and whether the file still is the one that was opened. */
export class TraceDocument implements vscode.CustomDocument {
  private readonly selectionEmitter = new vscode.EventEmitter<SelectionChange>();
  private readonly revealEmitter = new vscode.EventEmitter<Reveal>();
  private readonly replacedEmitter = new vscode.EventEmitter<void>();
  private readonly reloadEmitter = new vscode.EventEmitter<void>();
  private readonly growEmitter = new vscode.EventEmitter<void>();
  private readonly disposeEmitter = new vscode.EventEmitter<void>();
  readonly onDidSelect = this.selectionEmitter.event;
  readonly onDidReveal = this.revealEmitter.event;
  /** The file on disk is another one now; what was opened can still be read. */
  readonly onDidReplace = this.replacedEmitter.event;
  readonly onDidReload = this.reloadEmitter.event;
  /** There is more of a file that is being written. */
  readonly onDidGrow = this.growEmitter.event;
  readonly onDidDispose = this.disposeEmitter.event;
  /** Bookmarks, kept beside the file. */
  readonly notes: Notes;
  /** Null until a view has selected something: views then show what they were left with. */
  private current: SharedSelection | null = null;
  private readonly watcher: vscode.Disposable;
  /** All of a small file that is still being written. */
  private whole: ArrayBuffer | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  private constructor(readonly uri: vscode.Uri, private opened: TraceFile, private print: string | null) {
    this.watcher = this.watch();
    this.notes = new Notes(uri);
  }

  static async open(uri: vscode.Uri): Promise<TraceDocument> {
    const print = await fingerprint(uri);
    const document = new TraceDocument(uri, await openTraceFile(uri), print);
    await document.notes.load(document.opened.size);
    return document;
  }

  get file(): TraceFile { return this.opened; }
  get contents(): ArrayBuffer | undefined { return this.whole; }
  get name(): string { return posix.basename(this.uri.path); }
  get selection(): SharedSelection | null { return this.current; }

  /** How a view is told which file it shows. */
  ref(generation: number): FileRef {
    return { name: this.name, key: this.uri.toString(), size: this.opened.size, generation };
  }

  select(selection: SharedSelection, origin: object): void {
    this.current = selection;
    this.selectionEmitter.fire({ selection, origin });
  }

  reveal(selection: Partial<SharedSelection>): void {
    this.revealEmitter.fire({ selection });
  }

  /** Opens the file again and tells the views. */
  async reload(): Promise<void> {
    const print = await fingerprint(this.uri);
    const fresh = await openTraceFile(this.uri);
    const old = this.opened;
    this.opened = fresh;
    this.print = print;
    this.whole = undefined;
    this.current = null;
    await this.notes.load(fresh.size);
    this.reloadEmitter.fire();
    await old.close();
  }

  /** Opens a file that is still being written again when there is more of it; the views keep what is selected. */
  async grow(): Promise<boolean> {
    const print = await fingerprint(this.uri);
    if (print === null || print === this.print) return false;
    const old = this.opened;
    const fresh = await openTraceFile(this.uri);
    this.whole = fresh.size <= PUSHED ? (await fresh.read(0, fresh.size)).slice().buffer : undefined;
    this.opened = fresh;
    this.print = print;
    this.growEmitter.fire();
    await old.close();
    return true;
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.watcher.dispose();
    this.disposeEmitter.fire();
    for (const emitter of [this.selectionEmitter, this.revealEmitter, this.replacedEmitter, this.reloadEmitter, this.growEmitter, this.disposeEmitter]) emitter.dispose();
    this.notes.dispose();
    void this.opened.close();
  }

  private watch(): vscode.Disposable {
    const folder = vscode.Uri.joinPath(this.uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, globFor(this.name)));
    const touched = (): void => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => void this.compare(), SETTLE_MS);
    };
    watcher.onDidChange(touched);
    watcher.onDidCreate(touched);
    return watcher;
  }

  private async compare(): Promise<void> {
    const print = await fingerprint(this.uri);
    if (print !== null && print !== this.print) this.replacedEmitter.fire();
  }
}

/** A glob that matches just this name. */
function globFor(name: string): string {
  return name.replace(/[[\]{}*?]/g, char => `[${char}]`);
}
