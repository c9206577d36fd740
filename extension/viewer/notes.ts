import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Bookmark } from '../../webview/protocol';
import { NOTES_SUFFIX, readNotes, writeNotes } from './notesFile';

const SETTLE_MS = 300;

/** The bookmarks of one trace, kept in a file beside it. What cannot be read is never written over: it is set aside first. */
export class Notes {
  private list: readonly Bookmark[] = [];
  private readonly emitter = new vscode.EventEmitter<{ readonly bookmarks: readonly Bookmark[]; readonly origin: object }>();
  /** Tells who changed them. */
  readonly onDidChange = this.emitter.event;
  private foreign = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private warned = false;

  constructor(private readonly trace: vscode.Uri) {}

  get bookmarks(): readonly Bookmark[] { return this.list; }
  private get uri(): vscode.Uri { return this.trace.with({ path: this.trace.path + NOTES_SUFFIX }); }

  /** @param traceSize bytes; notes on another recording of the same name do not count */
  async load(traceSize: number): Promise<void> {
    this.list = [];
    this.foreign = false;
    const bytes = await Promise.resolve(vscode.workspace.fs.readFile(this.uri)).catch(() => null);
    if (bytes === null) return;
    try {
      const notes = readNotes(new TextDecoder().decode(bytes));
      this.foreign = notes.traceSize !== traceSize;
      if (!this.foreign) this.list = notes.bookmarks;
    } catch (error) {
      this.foreign = true;
      const text = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(vscode.l10n.t('The bookmarks in {0} could not be read: {1}', posix.basename(this.uri.path), text));
    }
  }

  set(bookmarks: readonly Bookmark[], traceSize: number, origin: object): void {
    this.list = bookmarks;
    this.emitter.fire({ bookmarks, origin });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(traceSize), SETTLE_MS);
  }

  dispose(): void { this.emitter.dispose(); }

  private async save(traceSize: number): Promise<void> {
    const { fs } = vscode.workspace;
    try {
      if (this.foreign) await fs.rename(this.uri, this.uri.with({ path: `${this.uri.path}.old` }), { overwrite: true });
      this.foreign = false;
      // Written beside it first, so that a full disk costs the change and not the file.
      const fresh = this.uri.with({ path: `${this.uri.path}.new` });
      await fs.writeFile(fresh, new TextEncoder().encode(writeNotes({ traceSize, bookmarks: this.list })));
      await fs.rename(fresh, this.uri, { overwrite: true });
    } catch (error) {
      if (this.warned) return;
      this.warned = true;
      const text = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(vscode.l10n.t('Bookmarks of {0} cannot be kept beside it: {1}. They last as long as this window.', posix.basename(this.trace.path), text));
    }
  }
}
