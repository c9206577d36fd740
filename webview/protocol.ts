/**
 * Everything the extension host and a view say to each other. Both sides import this file; nothing else crosses.
 *
 * Sequence
 * ```
 * view  -> ready                       once, when its script runs; the host sends nothing before
 * host  -> init                        mode, file (null: no recording is open), saved state, selection of the other view
 * view  -> read id=1..n                any number at a time, in any order
 * host  -> bytes id | readError id     exactly one answer to each read
 * view <-> host: selection, follow     whoever changes it tells the other; the host passes it on to the other views of the
 *                                      same file and never back to the sender
 * view <-> host: bookmarks             all of them, whenever one changed; the host keeps them beside the trace and tells other views
 * view  -> source id=1..n              the text of a source file
 * host  -> sourceText id               exactly one answer to each; null: it is not at hand, or too large
 * view  -> state                       at most about once a second, what `init.state` should be next time
 * host  -> reveal                      "show this": from a diagnostic, a command, a link
 * host  -> reload                      the file changed on disk: the view drops what it read and opens it again
 * host  -> compare                     instead of `init`: two recordings side by side, read by their `generation`
 * host  -> init                        again when another recording is shown (panel) or none (file null)
 * ```
 * Failure modes
 * - A read that cannot be answered (file gone, no permission) gives `readError`; the view shows it with a way out.
 * - A read that is not answered within `READ_TIMEOUT_MS` fails in the view by itself; a late answer is ignored.
 * - `reload` and a second `init` end all reads under way in the view; answers to them carry an older `generation` and are ignored.
 * - A message of unknown `type` is ignored by both sides, so that either may be newer.
 * - Ids in a selection that the file does not have (after a reload) are dropped by the view.
 *
 * Numbers: offsets and lengths in bytes, at most 2^53; `access` is an ordinal (from 0, in file order).
 */

/** Longest wait for an answer to `read`, in milliseconds. */
export const READ_TIMEOUT_MS = 30_000;

/** One recording as the host sees it. `generation` grows with each `init` and `reload` of a view. */
export interface FileRef {
  /** Shown to people: "app.ffitrace". */
  readonly name: string;
  /** Identifies the file across views and restarts (its URI as text). */
  readonly key: string;
  readonly size: number;
  readonly generation: number;
}

/** An access somebody wants to find again, by its ordinal; `note` may be empty. */
export interface Bookmark { readonly ordinal: number; readonly note: string }

/** Bytes of a region. */
export interface ByteRange { readonly region: number; readonly offset: number; readonly size: number }

/** What is selected, shared by the views of one file. Null: nothing of that kind. */
export interface SharedSelection {
  readonly call: number | null;
  readonly access: number | null;
  readonly pin: ByteRange | null;
  /** Index into `trace.findings()`. */
  readonly finding: number | null;
}

/** What a view wants back after it was closed or hidden. Plain JSON; `version` is 1, others are dropped. */
export interface SavedState {
  readonly version: 1;
  readonly selection: SharedSelection;
  readonly filter: string;
  readonly axis: 'time' | 'sequence';
  /** Visible part of the axis, in its unit; null: all. */
  readonly view: readonly [number, number] | null;
  /** Sizes of dragged edges in CSS pixels, by name. */
  readonly edges: Readonly<Record<string, number>>;
  /** Orders, columns, colours (see state/choices.ts); the host only keeps it. */
  readonly choices?: unknown;
}

/** What the empty view says about this computer and workspace. */
export interface EmptyInfo {
  /** File that the primary button records ("app.js"), or null: it opens the picker. */
  readonly program: string | null;
  readonly checks: readonly { readonly state: 'ok' | 'info' | 'warning'; readonly title: string; readonly detail: string }[];
}

export type HostMessage =
  | {
    readonly type: 'init'; readonly mode: 'editor' | 'panel'; readonly file: FileRef | null;
    readonly state: SavedState | null; readonly selection: SharedSelection | null;
    /** Panel: does it show the recording of the active editor, and do the two select the same? Off: it keeps what it shows. */
    readonly follow: boolean;
    /** What is kept beside the trace; null: nothing is. */
    readonly bookmarks: readonly Bookmark[] | null;
    readonly empty: EmptyInfo;
  }
  | { readonly type: 'bytes'; readonly id: number; readonly generation: number; readonly buffer: ArrayBuffer }
  | { readonly type: 'readError'; readonly id: number; readonly generation: number; readonly message: string }
  | { readonly type: 'sourceText'; readonly id: number; readonly text: string | null }
  | { readonly type: 'selection'; readonly selection: SharedSelection }
  | { readonly type: 'follow'; readonly on: boolean }
  | { readonly type: 'bookmarks'; readonly bookmarks: readonly Bookmark[] }
  /** Select and scroll to it; unlike `selection`, fields left out stay as they are, and Esc goes back. */
  | { readonly type: 'reveal'; readonly selection: Partial<SharedSelection> }
  /** Compares two recordings. Reads of either carry the `generation` of its file. */
  | { readonly type: 'compare'; readonly files: readonly [FileRef, FileRef] }
  /** `contents`: all of the file, where it is small and still being written: the view asks for nothing then, and shows a call as soon as it has ended. */
  | { readonly type: 'reload'; readonly file: FileRef; readonly bookmarks: readonly Bookmark[]; readonly contents?: ArrayBuffer | undefined };

/** Commands of the extension that views offer as buttons. */
export type HostCommand = 'recordActiveFile' | 'recordProgram' | 'recordAgain' | 'openTrace' | 'showLog' | 'saveReport' | 'openInEditor' | 'showTimeline' | 'compareTraces';

export type ViewMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'read'; readonly id: number; readonly generation: number; readonly offset: number; readonly length: number }
  | { readonly type: 'source'; readonly id: number; readonly file: string }
  /** `beside`: in the column next to the view; else where VS Code opens files. Line and column count from 1. */
  | { readonly type: 'openSource'; readonly file: string; readonly line: number; readonly column: number | null; readonly beside: boolean }
  | { readonly type: 'selection'; readonly selection: SharedSelection }
  | { readonly type: 'follow'; readonly on: boolean }
  | { readonly type: 'state'; readonly state: SavedState }
  | { readonly type: 'bookmarks'; readonly bookmarks: readonly Bookmark[] }
  | { readonly type: 'copy'; readonly text: string; /** For the confirmation: "32 bytes". */ readonly what: string }
  | { readonly type: 'command'; readonly command: HostCommand }
  /** Comparison: opens recording A (0) or B (1) in an editor, with this selected; compares the other way round. */
  | { readonly type: 'showIn'; readonly which: 0 | 1; readonly selection: Partial<SharedSelection> }
  | { readonly type: 'swap' }
  /** The view could not do something; the host writes it to the log. */
  | { readonly type: 'failed'; readonly message: string };
