import type { Access, Finding, Trace } from '../../trace/model/types';
import type { Bookmark, ByteRange } from '../protocol';
import type { Choices } from './choices';
import type { FilterState } from './filter';

export type Axis = 'time' | 'sequence';

/** Half-open part of the axis in its unit: nanoseconds since recording began, or ordinals (access i covers [i, i + 1)). */
export type AxisWindow = readonly [from: number, to: number];

/** What the pointer is over; fields that do not apply are null. Hovering never moves or selects anything. */
export interface Hover {
  readonly call: number | null;
  readonly access: number | null;
  readonly bytes: ByteRange | null;
}

/** Stretch measured with Shift drag on the timeline, in units of the axis it was made on. */
export interface Measure { readonly axis: Axis; readonly from: number; readonly to: number }

/** The part of the state that Esc steps back through. */
export interface Selection {
  /**
   * The call in view, with the calls made from its callbacks; null: all calls. Selecting an access inside it does not narrow it; one
   * outside moves it to the access's call.
   */
  readonly call: number | null;
  /** Selected access; its `ordinal` is its identity. */
  readonly access: Access | null;
  /** Bytes the views keep in sight; set by every selection of an access or of bytes. */
  readonly pin: ByteRange | null;
  /** Index into `findings`, shown as a card; null: none. */
  readonly finding: number | null;
  readonly filter: FilterState;
  /** Visible part of the timeline; null: fitted to the call in view, or to the whole recording when that is null. */
  readonly view: AxisWindow | null;
}

/** Everything the views draw from. Immutable: each action makes a new object. */
export interface State extends Selection {
  readonly trace: Trace;
  readonly findings: readonly Finding[];
  readonly axis: Axis;
  readonly hover: Hover | null;
  readonly measure: Measure | null;
  /** By ordinal, ascending. */
  readonly bookmarks: readonly Bookmark[];
  readonly choices: Choices;
  /** Earlier selections, oldest first; bounded. */
  readonly history: readonly Selection[];
  /** Selections that were stepped back from, nearest first. */
  readonly future: readonly Selection[];
}

export type Action =
  /** `null`: all calls. Clears access, pin and finding of another call, and fits the timeline. */
  | { readonly type: 'call'; readonly call: number | null }
  /** Selects an access and pins its bytes unless `keepPin`. Use `selectOrdinal` when only the ordinal is known. */
  | { readonly type: 'access'; readonly access: Access; readonly keepPin?: boolean }
  /** Pins bytes without an access. */
  | { readonly type: 'pin'; readonly pin: ByteRange | null }
  | { readonly type: 'finding'; readonly finding: number | null; readonly access: Access | null }
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }
  | { readonly type: 'hover'; readonly hover: Hover | null }
  | { readonly type: 'filter'; readonly text: string }
  /** `view` is in units of the axis shown now. */
  | { readonly type: 'view'; readonly view: AxisWindow | null }
  /** Changes the axis; `view` is in units of the new one (see `convertWindow`). */
  | { readonly type: 'axis'; readonly axis: Axis; readonly view: AxisWindow | null }
  | { readonly type: 'measure'; readonly measure: Measure | null }
  /** Adds or takes away a bookmark. */
  | { readonly type: 'bookmark'; readonly ordinal: number }
  /** Writes the note of a bookmark, which is made when there is none. */
  | { readonly type: 'note'; readonly ordinal: number; readonly note: string }
  /** All bookmarks, as they were kept or as another view has them now. */
  | { readonly type: 'bookmarks'; readonly bookmarks: readonly Bookmark[] }
  /** Changes how something is shown. */
  | { readonly type: 'choose'; readonly choices: Partial<Choices> }
  /** Selection of another view of the same file; not kept in history. */
  | { readonly type: 'shared'; readonly call: number | null; readonly access: Access | null; readonly pin: ByteRange | null; readonly finding: number | null }
  /** One step back (Esc). */
  | { readonly type: 'back' }
  /** Takes the last step back again. */
  | { readonly type: 'forward' };

export type { Bookmark, ByteRange };
