/** A reason why nothing can be recorded. `message` is one line: what is wrong, and what to do about it. */
export class CannotRecord extends Error {
  override readonly name = 'CannotRecord';
}
