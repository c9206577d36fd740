import type { Access, Trace } from '../../trace/model/types';
import type { Bookmark, ByteRange } from '../protocol';
import { FIRST_CHOICES } from './choices';
import { compileFilter } from './filter';
import { isInside } from './scope';
import type { Action, Selection, State } from './state';

const HISTORY_LIMIT = 64;

/** The state after an action; the same object when nothing changes. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'call': return action.call === state.call && state.finding === null ? state
      : remember(state, { ...keepInside(state, action.call), call: action.call, finding: null, view: null });
    case 'access': return remember(state, {
      access: action.access, ...scopeFor(state, action.access.call), finding: null,
      pin: action.keepPin && state.pin ? state.pin : bytesOf(action.access),
    });
    case 'pin': return sameBytes(action.pin, state.pin) ? state : remember(state, { pin: action.pin });
    case 'finding': return remember(state, pickFinding(state, action.finding, action.access));
    case 'findings': return { ...state, findings: action.findings };
    case 'hover': return { ...state, hover: action.hover };
    case 'filter': return action.text === state.filter.text ? state : { ...state, filter: compileFilter(action.text, state.trace) };
    case 'view': return { ...state, view: action.view };
    case 'axis': return { ...state, axis: action.axis, view: action.view, measure: null };
    case 'measure': return { ...state, measure: action.measure };
    case 'bookmark': return { ...state, bookmarks: toggled(state.bookmarks, action.ordinal) };
    case 'note': return { ...state, bookmarks: ordered([...state.bookmarks.filter(other => other.ordinal !== action.ordinal), { ordinal: action.ordinal, note: action.note }]) };
    case 'bookmarks': return { ...state, bookmarks: ordered(action.bookmarks.filter(({ ordinal }) => ordinal >= 0 && ordinal < state.trace.accessCount)) };
    case 'choose': return { ...state, choices: { ...state.choices, ...action.choices } };
    case 'shared': return { ...state, call: action.call, access: action.access, pin: action.pin, finding: action.finding };
    case 'back': return stepBack(state);
    case 'forward': return stepForward(state);
  }
}

/** The bytes an access touched; those outside every region count from the nearest one. */
export function bytesOf(access: Access): ByteRange | null {
  const region = access.region ?? access.anchor;
  return region === null ? null : { region, offset: access.offset, size: access.size };
}

function remember(state: State, change: Partial<Selection>): State {
  const history = [...state.history.slice(1 - HISTORY_LIMIT), selectionOf(state)];
  return { ...state, ...change, measure: null, history, future: [] };
}

function selectionOf({ call, access, pin, finding, filter, view }: State): Selection {
  return { call, access, pin, finding, filter, view };
}

/** What stays selected when another call is: nothing that belongs to a different one. */
function keepInside(state: State, call: number | null): Partial<Selection> {
  if (state.access && !isInside(state.trace, state.access.call, call)) return { access: null, pin: null };
  const pinCall = state.pin ? state.trace.regionById.get(state.pin.region)?.call ?? null : null;
  return { pin: pinCall === null || isInside(state.trace, pinCall, call) ? state.pin : null };
}

/** The call in view after something of `call` was selected: unchanged when that lies inside it. */
function scopeFor(state: State, call: number): Partial<Selection> {
  return isInside(state.trace, call, state.call) ? {} : { call };
}

function pickFinding(state: State, index: number | null, access: Access | null): Partial<Selection> {
  const finding = index === null ? undefined : state.findings[index];
  if (!finding) return { finding: null };
  const { region, offset, size } = finding;
  const named = region !== null && offset !== null && size !== null ? { region, offset, size } : null;
  return { finding: index, ...(finding.call === null ? {} : scopeFor(state, finding.call)), access, pin: named ?? (access ? bytesOf(access) : null) };
}

/** Esc: first the measured stretch, then one earlier selection, then the filter. */
function stepBack(state: State): State {
  if (state.measure) return { ...state, measure: null };
  const last = state.history.at(-1);
  if (last) {
    return { ...state, ...last, filter: state.filter, history: state.history.slice(0, -1), future: [selectionOf(state), ...state.future] };
  }
  return state.filter.text ? { ...state, filter: compileFilter('', state.trace) } : state;
}

function stepForward(state: State): State {
  const [next, ...future] = state.future;
  return next ? { ...state, ...next, filter: state.filter, measure: null, history: [...state.history, selectionOf(state)], future } : state;
}

function toggled(list: readonly Bookmark[], ordinal: number): readonly Bookmark[] {
  const others = list.filter(other => other.ordinal !== ordinal);
  return others.length < list.length ? others : ordered([...list, { ordinal, note: '' }]);
}

function ordered(list: readonly Bookmark[]): readonly Bookmark[] {
  return [...list].sort((a, b) => a.ordinal - b.ordinal);
}

function sameBytes(a: ByteRange | null, b: ByteRange | null): boolean {
  return a === b || (a !== null && b !== null && a.region === b.region && a.offset === b.offset && a.size === b.size);
}

/** The state of a recording that was just opened. */
export function initialState(trace: Trace): State {
  return {
    trace, findings: [], call: null, access: null, pin: null, finding: null, filter: compileFilter('', trace), view: null,
    axis: trace.accessCount < 200 ? 'sequence' : 'time', hover: null, measure: null, bookmarks: [], choices: FIRST_CHOICES, history: [], future: [],
  };
}
