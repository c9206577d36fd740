/** Asked between blocks: has somebody given up waiting? */
export interface Cancel { readonly cancelled: boolean }

export const NEVER: Cancel = { cancelled: false };

/** What long searches throw when they are given up. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() { super('cancelled'); }
}

/** The same for queries, which ask a signal. */
export function stopping(cancel: Cancel): { throwIfAborted(): void } {
  return { throwIfAborted: () => check(cancel) };
}

export function check(cancel: Cancel): void {
  if (cancel.cancelled) throw new Cancelled();
}
