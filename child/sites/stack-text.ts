/** Takes our own frames out of the stack text of an error that passed through a traced call. */
import type { Below } from '../core/below';
import { defineProperty, getOwnPropertyDescriptor, isNativeError } from '../core/intrinsics';

const { captureStackTrace } = Error;

/**
 * `file`: the bundle whose frames are hidden; `below`: our innermost function on the stack. What the stack limit cut
 * off because of our frames is filled in again. Does nothing where the program formats stacks itself.
 */
export function hideFrames(thrown: unknown, file: string, below: Below): void {
  if (!isNativeError(thrown) || formatsItself()) return;
  const found = getOwnPropertyDescriptor(thrown, 'stack');
  if (typeof found?.value !== 'string' || !found.value.includes(file)) return;
  const lines = found.value.split('\n');
  const first = lines.findIndex((line) => isOurs(line, file));
  if (first < 0) return;
  let last = first;
  while (last + 1 < lines.length && isOurs(lines[last + 1] ?? '', file)) last++;
  const after = lines.slice(last + 1);
  const frames = lines.slice(0, first).filter((line) => line.startsWith('    at ')).length;
  const above = framesAbove(below, file);
  const same = after.every((line, index) => line === above[index]);
  const limit = typeof Error.stackTraceLimit === 'number' ? Error.stackTraceLimit : 10;
  const rest = same ? above.slice(0, Math.max(0, limit - frames)) : after;
  defineProperty(thrown, 'stack', { ...found, value: [...lines.slice(0, first), ...rest].join('\n') });
}

/** Node sets a formatter of its own, too, once ES modules are in use. */
function formatsItself(): boolean {
  const formatter: unknown = getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;
  return typeof formatter === 'function' && getOwnPropertyDescriptor(formatter, 'name')?.value !== 'ErrorPrepareStackTrace';
}

const isOurs = (line: string, file: string): boolean => line.startsWith('    at ') && line.includes(file);

function framesAbove(below: Below, file: string): string[] {
  const holder: { stack?: string } = {};
  captureStackTrace(holder, below);
  const frames = (holder.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return frames.slice(frames.findIndex((line) => !isOurs(line, file)));
}
