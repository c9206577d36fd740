/** Asked between blocks: has somebody given up waiting? */
export interface Cancel { readonly cancelled: boolean }

export const NEVER: Cancel = { cancelled: false };

/** What long searches throw when they are given up. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() { super('cancelled'); }
}

export function check(cancel: Cancel): void {
  if (cancel.cancelled) throw new Cancelled();
}
