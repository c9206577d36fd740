/** A request that can't be answered, and why: one sentence for people. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
