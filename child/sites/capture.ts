/**
 * The JavaScript frames above a call, through V8's structured stack traces. `Error`'s two knobs are set for the length
 * of one capture and put back as they were, so that the program never sees them changed.
 */
import { getOwnPropertyDescriptor, defineProperty } from '../core/intrinsics';

/** Frames of one capture: ours, the binding's and Node's are among them and are dropped later. */
export const DEPTH = 16;

const { captureStackTrace } = Error;
const limited: PropertyDescriptor = { value: DEPTH, writable: true, enumerable: true, configurable: true };
const structured: PropertyDescriptor = { value: (_error: unknown, sites: NodeJS.CallSite[]) => sites, writable: true, enumerable: true, configurable: true };

/** Frames above `below` (itself left out), innermost first; empty where the program has locked `Error`. */
export function capture(below: Function): readonly NodeJS.CallSite[] {
  const limit = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const prepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (limit?.configurable === false || prepare?.configurable === false) return [];
  try {
    defineProperty(Error, 'stackTraceLimit', limited);
    defineProperty(Error, 'prepareStackTrace', structured);
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, below);
    const sites = holder.stack;
    return Array.isArray(sites) ? sites as NodeJS.CallSite[] : [];
  } finally {
    restore('prepareStackTrace', prepare);
    restore('stackTraceLimit', limit);
  }
}

function restore(key: 'stackTraceLimit' | 'prepareStackTrace', was: PropertyDescriptor | undefined): void {
  if (was) defineProperty(Error, key, was); else delete (Error as { [Key in typeof key]?: unknown })[key];
}
