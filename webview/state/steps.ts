import type { Trace } from '../../trace/model/types';
import { nextAccess, previousAccess } from '../../trace/queries/next';
import type { ByteRange } from '../protocol';
import { isInside, ordinalsOf } from './scope';
import { findBackward, findForward, type Judge, type RowTest } from './search';
import { selectOrdinal } from './select';
import type { Store } from './store';

export type Direction = -1 | 1;

const searches = new WeakMap<Store, AbortController>();

/** A new step ends the search of the one before. */
function freshSignal(store: Store): AbortSignal {
  searches.get(store)?.abort();
  const controller = new AbortController();
  searches.set(store, controller);
  return controller.signal;
}

async function step(
  store: Store, direction: Direction, ranges: readonly (readonly [number, number])[], test: RowTest, keepPin: boolean, judge?: Judge,
): Promise<boolean> {
  const { trace } = store;
  const signal = freshSignal(store);
  const at = store.state.access?.ordinal ?? (direction > 0 ? -1 : Infinity);
  const ordered = direction > 0 ? ranges : [...ranges].reverse();
  for (const [from, to] of ordered) {
    const found = direction > 0
      ? await findForward(trace, Math.max(from, at + 1), to, test, signal, judge)
      : await findBackward(trace, from, Math.min(to, at), test, signal, judge);
    if (signal.aborted) return false;
    if (found !== null) return await selectOrdinal(store, found, { keepPin }) !== null;
  }
  return false;
}

/** ← →: within the call in view, only what passes the filter. Resolves to false at either end. */
export function stepAccess(store: Store, direction: Direction): Promise<boolean> {
  const { call, filter } = store.state;
  const inside = callTest(store.trace, call);
  const matcher = filter.matcher;
  const test: RowTest = (block, row) => inside(block.call[row] ?? 0) && (!matcher || matcher.matches(block, row));
  return step(store, direction, [ordinalsOf(store.trace, call)], test, false, matcher ? node => matcher.judge(node) : undefined);
}

/** , and .: any access to the pinned bytes, in whichever call. */
export function stepToPinned(store: Store, direction: Direction): Promise<boolean> {
  const { pin } = store.state;
  if (!pin) return Promise.resolve(false);
  return stepTo(store, direction, pin);
}

/** The index leads to the next access to the bytes, however far it is. */
async function stepTo(store: Store, direction: Direction, pin: ByteRange): Promise<boolean> {
  const { trace, access } = store.state;
  const signal = freshSignal(store);
  const found = await (direction > 0 ? nextAccess(trace, pin, access?.ordinal ?? -1, { signal }) : previousAccess(trace, pin, access?.ordinal ?? trace.accessCount, { signal })).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  return found !== null && await selectOrdinal(store, found, { keepPin: true }) !== null;
}

export function stepCall(store: Store, direction: Direction): void {
  const { calls } = store.trace;
  const at = calls.findIndex(call => call.id === store.state.call);
  const next = at < 0 ? (direction > 0 ? 0 : calls.length - 1) : at + direction;
  const call = calls[next];
  if (call) store.dispatch({ type: 'call', call: call.id });
}

/** N and P: around the selected access, or from the first or last. */
export function stepBookmark(store: Store, direction: Direction): Promise<unknown> {
  const { access, bookmarks } = store.state;
  const at = access?.ordinal ?? (direction > 0 ? -1 : Infinity);
  const next = direction > 0 ? bookmarks.find(other => other.ordinal > at) : bookmarks.findLast(other => other.ordinal < at);
  return next ? selectOrdinal(store, next.ordinal) : Promise.resolve();
}

export function stepFinding(store: Store, direction: Direction): Promise<void> {
  const { findings, finding } = store.state;
  const next = finding === null ? (direction > 0 ? 0 : findings.length - 1) : finding + direction;
  return findings[next] ? selectFinding(store, next) : Promise.resolve();
}

/** Shows a finding's card and selects the access it is about, if it has one. */
export async function selectFinding(store: Store, index: number): Promise<void> {
  const finding = store.state.findings[index];
  if (!finding) return;
  const ordinal = finding.ordinal;
  const access = ordinal === null ? null : await store.trace.access(ordinal).catch(() => null);
  store.dispatch({ type: 'finding', finding: index, access });
}

/** Tests call ids against a scope, remembering answers: the same few calls come up in every row. */
function callTest(trace: Trace, scope: number | null): (call: number) => boolean {
  const known = new Map<number, boolean>();
  return call => {
    let inside = known.get(call);
    if (inside === undefined) known.set(call, inside = isInside(trace, call, scope));
    return inside;
  };
}
