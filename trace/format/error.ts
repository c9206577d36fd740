/** What is wrong with a file, in one line fit for the user; the caller puts the file's name in front. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  constructor(readonly kind: TraceErrorKind, message: string) {
    super(message);
  }
}

/** `damaged` concerns one block of a file that was opened; the others mean that nothing can be opened, `too-large` not at once. */
export type TraceErrorKind = 'empty' | 'not-a-trace' | 'newer' | 'damaged-header' | 'damaged' | 'too-large';
