/**
 * Asynchronous calls run on a pool thread, where the agent knows a call by its stub alone. So each call in flight has
 * a lane of its own: another instance of the same koffi function, resolved to another stub.
 */
import { apply } from '../core/intrinsics';
import type { Around, Callable } from './callable';
import { Flags, type TracedFunction } from './traced-call';

interface Lane { readonly start: Callable; readonly stub: number }
/** Another instance of the function with its stub, or null when there can't be one. */
export type MakeInstance = () => { readonly made: Callable; readonly stub: number } | null;

export function tracedAsync(traced: TracedFunction, make: MakeInstance): Around {
  const free: Lane[] = [];
  const arity = traced.signature.parameters.length;
  const run = (target: Callable, self: unknown, args: unknown[]): unknown => {
    const callback = args[arity];
    const lane = typeof callback === 'function' ? free.pop() ?? openLane(traced, make) : null;
    if (lane === null) return apply(target, self, args);
    const slot = traced.arm(lane.stub, args, Flags.async, run);
    args[arity] = whenDone(traced, slot, callback as Callable, () => free.push(lane));
    try {
      const result = apply(lane.start, self, args);
      traced.binding.session.agent.prepared();
      return result;
    } catch (error) {
      if (slot !== 0) traced.threw(slot, error);
      free.push(lane);
      throw error;
    }
  };
  return run;
}

function whenDone(traced: TracedFunction, slot: number, callback: Callable, release: () => void): Callable {
  return function done(this: unknown, ...outcome: unknown[]): unknown {
    const [error, result] = outcome;
    if (slot !== 0) {
      if (error === null || error === undefined) traced.returned(slot, result); else traced.threw(slot, error);
    }
    release();
    return apply(callback, this, outcome);
  };
}

function openLane(traced: TracedFunction, make: MakeInstance): Lane | null {
  try {
    const instance = make();
    if (instance === null || instance.stub === 0) return null;
    return { start: (instance.made as unknown as { async: Callable }).async, stub: instance.stub };
  } catch (error) {
    traced.binding.session.problem(`an asynchronous call of ${traced.signature.name} is not traced`, error);
    return null;
  }
}
