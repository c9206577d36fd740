import type { ByteSource } from '../../trace/model/types';
import { openTrace, TraceError } from '../../trace/open';
import type { Host } from '../host';
import type { Bookmark, SavedState, SharedSelection } from '../protocol';
import { breathe } from '../canvas/breathe';
import { applyShared, connectStore, restore, reveal, savedOf } from '../state/sync';
import { Store } from '../state/store';
import { mountApp, type App } from './app';
import { showFailure } from './failure';
import { showLoading } from './loading';
import { t } from '../text/l10n';

export interface SessionOptions {
  readonly mode: 'editor' | 'panel';
  readonly name: string;
  readonly follow: boolean;
  readonly saved: SavedState | null;
  readonly selection: SharedSelection | null;
  /** Kept beside the trace; null: nothing is. */
  readonly bookmarks: readonly Bookmark[] | null;
  /** Ends reads under way; called when loading is cancelled or another recording is opened. */
  close(): void;
}

/** One recording in one view, from its first byte to `destroy`. */
export class Session {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #options: SessionOptions;
  readonly #edges: Record<string, number>;
  #store: Store | null = null;
  #app: App | null = null;
  #connection: { save(): void; destroy(): void } | null = null;
  #ended = false;
  /** Shows an earlier state of the recording until this one is open. */
  #before: Session | null = null;
  /** What was saved is in place again. */
  #restored = false;
  /** The checks are done and their findings shown. */
  #found: Promise<void> = Promise.resolve();
  #pendingReveal: Partial<SharedSelection> | null = null;

  constructor(root: HTMLElement, host: Host, options: SessionOptions) {
    this.#root = root;
    this.#host = host;
    this.#options = options;
    this.#edges = { ...options.saved?.edges };
  }

  /** Null until the recording is open. */
  get store(): Store | null { return this.#store; }

  /**
   * Opens and shows the recording; never rejects, what goes wrong is shown.
   * @param before what shows an earlier state of the recording: it stays until this one is open
   */
  async open(source: ByteSource, before?: Session): Promise<void> {
    const { name, close } = this.#options;
    this.#before = before ?? null;
    const loading = before ? null : showLoading(this.#root, name, source.size, () => { this.#ended = true; close(); showFailure(this.#root, this.#host, name, null); });
    try {
      const trace = await openTrace(loading?.watch(source) ?? source).finally(() => this.#endBefore());
      if (this.#ended) return;
      await this.#show(new Store(trace));
    } catch (error) {
      if (this.#ended) return;
      const message = failureText(name, error);
      this.#host.failed(message);
      showFailure(this.#root, this.#host, name, message);
    }
  }

  async receive(selection: SharedSelection): Promise<void> {
    if (this.#store) await applyShared(this.#store, selection);
  }

  /** Selects as a person would; while the recording is being opened, as soon as it is. */
  async reveal(selection: Partial<SharedSelection>): Promise<void> {
    if (this.#restored && this.#store) await this.#revealNow(this.#store, selection);
    else this.#pendingReveal = selection;
  }

  setBookmarks(bookmarks: readonly Bookmark[]): void { this.#store?.dispatch({ type: 'bookmarks', bookmarks }); }

  setFollow(on: boolean): void { this.#app?.setFollow(on); }

  /** What a view of the same recording needs to go on from here; null while there is nothing yet. */
  state(): SavedState | null { return this.#restored && this.#store ? savedOf(this.#store.state, this.#edges) : this.#before?.state() ?? null; }

  destroy(): void {
    this.#ended = true;
    this.#endBefore();
    this.#options.close();
    this.#connection?.destroy();
    this.#app?.destroy();
  }

  #endBefore(): void {
    const before = this.#before;
    this.#before = null;
    before?.destroy();
  }

  async #revealNow(store: Store, selection: Partial<SharedSelection>): Promise<void> {
    if (typeof selection.finding === 'number') await this.#found;
    await reveal(store, selection);
  }

  async #show(store: Store): Promise<void> {
    const { mode, follow, saved, selection, bookmarks } = this.#options;
    // The first picture does not wait for the checks; findings come in when they are done.
    // In a long recording they begin when the first pictures had their turn.
    const findings = later(store.trace.accessCount > LONG ? LATER_MS : 0).then(() => (this.#ended ? [] : store.trace.findings(undefined, breathe()))).catch((error: unknown) => { this.#host.failed(t('checks: {0}', String(error))); return []; });
    this.#store = store;
    this.#app = mountApp(this.#root, store, this.#host, {
      mode, follow, edges: this.#edges,
      edgeMoved: (edge, size) => { this.#edges[edge] = size; this.#connection?.save(); },
    });
    // What was selected does not wait for the checks either, unless it is one of their findings.
    const wantsFinding = typeof (this.#pendingReveal ?? selection ?? saved?.selection)?.finding === 'number';
    this.#found = findings.then(list => { if (!this.#ended) store.dispatch({ type: 'findings', findings: list }); });
    if (wantsFinding) await this.#found;
    await restore(store, saved, selection, bookmarks);
    if (this.#ended) return;
    this.#connection = connectStore(store, this.#host, () => this.#edges);
    this.#restored = true;
    if (this.#pendingReveal) await this.#revealNow(store, this.#pendingReveal);
    this.#pendingReveal = null;
  }
}

/** Accesses from which the checks are put off. */
const LONG = 2_000_000;
const LATER_MS = 2500;

const later = (ms: number): Promise<void> => (ms > 0 ? new Promise(resolve => { setTimeout(resolve, ms); }) : Promise.resolve());

/** Messages of the reader go on from the file's name ("is not a trace"), others stand for themselves. */
function failureText(name: string, error: unknown): string {
  if (error instanceof TraceError) return `${name} ${error.message}`;
  return `${name}: ${error instanceof Error ? error.message : String(error)}`;
}
