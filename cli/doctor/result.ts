export type State = 'ok' | 'warning' | 'error';

/** What one check found. `wayOut`: what to do about it, null when there is nothing to do. */
export interface Check {
  readonly name: string;
  readonly state: State;
  readonly found: string;
  readonly wayOut: string | null;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, wayOut: null });
/** Recording works, but not all of it. */
export const warning = (name: string, found: string, wayOut: string): Check => ({ name, state: 'warning', found, wayOut });
/** Nothing can be recorded. */
export const error = (name: string, found: string, wayOut: string): Check => ({ name, state: 'error', found, wayOut });
