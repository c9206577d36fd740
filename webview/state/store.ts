/**
 * One state, every view listens. A view is mounted with `mountX(host, store, ...)`, reads `store.state`, draws, subscribes, and
 * changes things only by `dispatch`; it never talks to another view.
 *
 * ```
 * const stop = store.subscribe(changed => { if (changed('pin', 'view')) redraw(); });
 * canvas.onclick = () => store.dispatch({ type: 'pin', pin: bytesUnder(pointer) });
 * ```
 * One store belongs to one open recording: `state.trace` never changes, another recording gets another store and fresh views.
 */
import type { Trace } from '../../trace/model/types';
import { initialState, reduce } from './reduce';
import type { Action, State } from './state';

/** Tells whether any of the named parts of the state differ from those before the action. */
export type Changed = (...keys: (keyof State)[]) => boolean;
export type Listener = (changed: Changed, state: State, before: State, action: Action) => void;

export class Store {
  #state: State;
  readonly #listeners = new Set<Listener>();

  constructor(trace: Trace) { this.#state = initialState(trace); }

  get state(): State { return this.#state; }
  get trace(): Trace { return this.#state.trace; }

  /** Applies an action and tells all listeners, in the order they subscribed. Listeners may dispatch again. */
  dispatch(action: Action): void {
    const before = this.#state;
    const after = reduce(before, action);
    if (after === before) return;
    this.#state = after;
    const changed: Changed = (...keys) => keys.some(key => after[key] !== before[key]);
    for (const listener of [...this.#listeners]) listener(changed, after, before, action);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }
}
