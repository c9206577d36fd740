import type { Bookmark, HostCommand, SavedState, SharedSelection } from './protocol';

/**
 * What the views ask of whatever shows them: VS Code through messages, or the page of an HTML report.
 */
export interface Host {
  /** True in the HTML report: no editor to open sources in, no recording, no file dialogs. */
  readonly standalone: boolean;
  openSource(place: { file: string; line: number; column: number | null; beside: boolean }): void;
  /** Text of a source file as it is today; null where it is not at hand. */
  sourceText(file: string): Promise<string | null>;
  copy(text: string, what: string): void;
  command(command: HostCommand): void;
  select(selection: SharedSelection): void;
  save(state: SavedState): void;
  /** All bookmarks after one changed. */
  bookmarks(bookmarks: readonly Bookmark[]): void;
  follow(on: boolean): void;
  failed(message: string): void;
}
