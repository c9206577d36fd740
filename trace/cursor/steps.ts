import type { Boundary } from './boundaries';
import type { Position } from './position';
import type { Direction } from './search';
import type { ThreadLine } from './thread';

/** One position further: the next access or boundary of a call. Null at the thread's end. */
export function stepIn(line: ThreadLine, from: Position, direction: Direction): Promise<Position | null> {
  return direction === 'forward' ? line.next(from) : line.previous(from);
}

/**
 * To the begin of the next call that is not made by the one under way (backwards: to the begin of this call, then of the one
 * before). Where the calls around it have no more, to the end of the call that it is in. Null at the thread's end.
 */
export function stepOver(line: ThreadLine, from: Position, direction: Direction): Position | null {
  const depth = depthAt(line, from);
  if (direction === 'backward') return lastBefore(line, from, ({ kind, depth: at }) => kind === 'begin' && at <= depth);
  const inside = from.kind === 'access';
  const next = firstBehind(line, from, ({ kind, depth: at }) => (kind === 'begin' ? at <= depth : at < depth));
  return next ?? (inside || from.kind === 'begin' ? line.end(from.call) : null);
}

/** To the end of the call under way (backwards: to its begin); from there to that of the call around it. */
export function stepOut(line: ThreadLine, from: Position, direction: Direction): Position | null {
  const depth = depthAt(line, from);
  const edge = direction === 'forward' ? 'end' : 'begin';
  const limit = from.kind === edge ? depth - 1 : depth;
  const wanted = ({ kind, depth: at }: Boundary): boolean => kind === edge && at <= limit;
  const found = direction === 'forward' ? firstBehind(line, from, wanted) : lastBefore(line, from, wanted);
  return found ?? stepOver(line, from, direction);
}

/** Of the call that a position belongs to. */
function depthAt(line: ThreadLine, from: Position): number {
  return Math.max(0, line.calls(from).length - 1);
}

function firstBehind(line: ThreadLine, { kind, boundary }: Position, test: (boundary: Boundary) => boolean): Position | null {
  const first = kind === 'access' ? boundary : boundary + 1;
  for (let index = first; index < line.boundaries.length; index++) if (test(line.boundaries[index] as Boundary)) return line.boundaryAt(index);
  return null;
}

function lastBefore(line: ThreadLine, { boundary }: Position, test: (boundary: Boundary) => boolean): Position | null {
  for (let index = boundary - 1; index >= 0; index--) if (test(line.boundaries[index] as Boundary)) return line.boundaryAt(index);
  return null;
}
