import type { Call, Trace } from '../../../trace/model/types';

/** Where a native debugger has to stop to be in one call: a function of a library, and how often it passes there before. */
export interface NativeHit {
  readonly library: string;
  readonly function: string;
  /** Calls of the function before this one: the debugger ignores so many. */
  readonly ignore: number;
}

/** The call, counted among those of the same function in the same process, in the order in which they began. */
export function nativeHit(trace: Trace, call: Call): NativeHit {
  const process = processOf(trace, call);
  const earlier = trace.calls.filter(other => (
    other.function === call.function && other.library === call.library && processOf(trace, other) === process && (other.start < call.start || (other.start === call.start && other.id < call.id))));
  return { library: call.library, function: call.function, ignore: earlier.length };
}

function processOf(trace: Trace, { thread }: Call): number {
  return trace.threads.find(({ id }) => id === thread)?.process ?? 0;
}
