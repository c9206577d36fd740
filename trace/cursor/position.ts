/**
 * A place in a recording where a replay can stand.
 *
 * At an access it has just been made: memory is as it left it. At the begin of a call nothing of the call has happened
 * yet; at its end everything has. Positions of one thread are totally ordered; those of several by their time.
 */
export interface Position {
  readonly kind: 'begin' | 'access' | 'end';
  readonly thread: number;
  /** The call that begins, ends or made the access. */
  readonly call: number;
  /** The access; at a boundary of a call the lowest number that an access of this thread behind it can have. */
  readonly ordinal: number;
  /** Number of the boundary among those of its thread; at an access how many lie before it. */
  readonly boundary: number;
  /** Nanoseconds since recording began. */
  readonly time: number;
}

/** Order of two positions of one thread: negative when `a` comes first. */
export function compare(a: Position, b: Position): number {
  return a.ordinal - b.ordinal || a.boundary - b.boundary;
}

/** No access of the position's thread above this number has been made there. */
export function lastMade({ kind, ordinal }: Position): number {
  return kind === 'access' ? ordinal : ordinal - 1;
}
