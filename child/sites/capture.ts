/**
 * The JavaScript frames above a call, through V8's structured stack traces. They are made by the `Error` of a realm of
 * our own: the knobs that this takes (`stackTraceLimit`, `prepareStackTrace`) are set there, and the program's `Error` is
 * never touched.
 */
import type { Below } from '../core/below';
import { runInNewContext } from 'node:vm';

export type CallSites = readonly NodeJS.CallSite[];
type Capture = (below: Below, depth: number) => CallSites;

// What a realm has as globals takes long to look up: its Error is kept in a constant.
const source = `(() => {
  const Own = Error;
  const { captureStackTrace } = Own;
  Own.prepareStackTrace = (error, sites) => sites;
  return (below, depth) => {
    Own.stackTraceLimit = depth;
    const holder = {};
    captureStackTrace(holder, below);
    return holder.stack;
  };
})()`;

let inOwnRealm: Capture | null = null;

/** At most `depth` frames above `below` (itself left out), innermost first. */
export function capture(below: Below, depth: number): CallSites {
  inOwnRealm ??= runInNewContext(source) as Capture;
  return inOwnRealm(below, depth);
}
