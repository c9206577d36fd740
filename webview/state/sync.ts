import type { Host } from '../host';
import type { Bookmark, SavedState, SharedSelection } from '../protocol';
import { readChoices } from './choices';
import type { Action, State } from './state';
import type { Store } from './store';

const SAVE_AFTER_MS = 800;

/** What other views of the file need to show the same. */
export function sharedOf({ call, access, pin, finding }: State): SharedSelection {
  return { call, access: access?.ordinal ?? null, pin, finding };
}

/** Tells the host about selections made here (not about those that came from it), and now and then what to restore later. */
export function connectStore(store: Store, host: Host, edges: () => Readonly<Record<string, number>>): { save(): void; destroy(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => host.save(savedOf(store.state, edges())), SAVE_AFTER_MS);
  };
  const stop = store.subscribe((changed, state, _before, action: Action) => {
    if (changed('call', 'access', 'pin', 'finding') && action.type !== 'shared') host.select(sharedOf(state));
    if (changed('bookmarks') && action.type !== 'bookmarks') host.bookmarks(state.bookmarks);
    if (changed('call', 'access', 'pin', 'finding', 'filter', 'axis', 'view', 'choices')) save();
  });
  return { save, destroy: () => { clearTimeout(timer); stop(); } };
}

export function savedOf(state: State, edges: Readonly<Record<string, number>>): SavedState {
  const { filter, axis, view, choices } = state;
  return { version: 1, selection: sharedOf(state), filter: filter.text, axis, view, edges, choices };
}

/** Puts back what was saved; parts that do not fit the recording are left out. */
export async function restore(store: Store, saved: SavedState | null, selection: SharedSelection | null, bookmarks: readonly Bookmark[] | null = null): Promise<void> {
  if (saved?.version === 1) {
    store.dispatch({ type: 'choose', choices: readChoices(saved.choices) });
    store.dispatch({ type: 'axis', axis: saved.axis, view: saved.view });
    if (saved.filter) store.dispatch({ type: 'filter', text: saved.filter });
  }
  if (bookmarks) store.dispatch({ type: 'bookmarks', bookmarks });
  const shared = selection ?? (saved?.version === 1 ? saved.selection : null);
  if (shared) await applyShared(store, shared);
}

/** Selects what another view selected; ids that this recording does not have count as nothing selected. */
export async function applyShared(store: Store, selection: SharedSelection): Promise<void> {
  const { trace, findings } = store.state;
  const { access: ordinal, call, pin, finding } = selection;
  const known = ordinal !== null && ordinal >= 0 && ordinal < trace.accessCount;
  const access = known ? (store.state.access?.ordinal === ordinal ? store.state.access : await trace.access(ordinal)) : null;
  store.dispatch({
    type: 'shared', access,
    call: call !== null && trace.callById.has(call) ? call : null,
    pin: pin && trace.regionById.has(pin.region) ? pin : null,
    finding: finding !== null && findings[finding] ? finding : null,
  });
}

/** "Show this": selects as a person would, so that Esc goes back. Fields left out stay. */
export async function reveal(store: Store, selection: Partial<SharedSelection>): Promise<void> {
  const { trace } = store;
  const finding = selection.finding === null || selection.finding === undefined ? undefined : store.state.findings[selection.finding];
  const ordinal = selection.access ?? finding?.ordinal ?? null;
  const access = ordinal !== null && ordinal < trace.accessCount ? await trace.access(ordinal) : null;
  if (finding && typeof selection.finding === 'number') store.dispatch({ type: 'finding', finding: selection.finding, access });
  else if (access) store.dispatch({ type: 'access', access });
  else if (selection.call !== undefined && (selection.call === null || trace.callById.has(selection.call))) store.dispatch({ type: 'call', call: selection.call });
  if (selection.pin && trace.regionById.has(selection.pin.region)) store.dispatch({ type: 'pin', pin: selection.pin });
}
