import type { Bookmark } from '../../webview/protocol';

/** Bookmarks beside a trace: `app.ffitrace.notes.json`, JSON that people may read, merge and check in. */
export const NOTES_SUFFIX = '.notes.json';
const FORMAT = 'ffiscope notes';

/** `traceSize` in bytes tells whether the trace is still the one that was annotated. */
export interface NotesFile { readonly traceSize: number; readonly bookmarks: readonly Bookmark[] }

/** What goes into the file. Accesses count from 1 there, as they do for people. */
export function writeNotes({ traceSize, bookmarks }: NotesFile): string {
  const entries = bookmarks.map(({ ordinal, note }) => ({ access: ordinal + 1, note }));
  return `${JSON.stringify({ format: FORMAT, version: 1, traceSize, bookmarks: entries }, null, 2)}\n`;
}

/** Reads what `writeNotes` made; throws with what is wrong otherwise. Entries that make no sense are left out. */
export function readNotes(text: string): NotesFile {
  const json = JSON.parse(text) as { format?: unknown; version?: unknown; traceSize?: unknown; bookmarks?: unknown };
  if (json?.format !== FORMAT) throw new Error(`is no file of ${FORMAT}`);
  if (json.version !== 1) throw new Error(`has version ${String(json.version)}, this extension reads version 1`);
  const entries = Array.isArray(json.bookmarks) ? json.bookmarks as { access?: unknown; note?: unknown }[] : [];
  return {
    traceSize: Number(json.traceSize),
    bookmarks: entries.filter(({ access }) => Number.isInteger(access) && (access as number) >= 1)
      .map(({ access, note }) => ({ ordinal: (access as number) - 1, note: typeof note === 'string' ? note : '' })),
  };
}
