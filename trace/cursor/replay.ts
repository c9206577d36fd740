import type { Call } from '../model/types';
import type { Boundary } from './boundaries';
import { check, type Cancel } from './cancel';
import { compare, lastMade, type Position } from './position';
import { findAccess, type Direction, type Query } from './search';
import type { CursorSource } from './source';
import { together, type Stop } from './stop';
import { ThreadLine } from './thread';

/** Where running on ended, and which stops said so; none at the beginning or the end of the recording. */
export interface Arrival { readonly position: Position; readonly stops: readonly Stop[] }

/** All threads of a recording, with one moment for all. */
export class Replay {
  readonly threads: readonly ThreadLine[];

  constructor(readonly source: CursorSource) {
    const ids = new Set(source.trace.threads.map(({ id }) => id));
    for (const { thread } of source.trace.calls) ids.add(thread);
    this.threads = [...ids].map(id => new ThreadLine(source, id)).filter(line => line.boundaries.length > 0);
  }

  line(thread: number): ThreadLine | undefined {
    return this.threads.find(line => line.thread === thread);
  }

  /** The earliest position of all threads; null for a recording without calls. */
  first(): Position | null {
    return this.threads.map(line => line.first()).reduce((best, one) => (one && (!best || one.time < best.time) ? one : best), null);
  }

  async last(): Promise<Position | null> {
    const ends = await Promise.all(this.threads.map(line => line.last()));
    return ends.reduce((best, one) => (one && (!best || one.time >= best.time) ? one : best), null);
  }

  /** Where a thread stands when another is at `position`; null: before its first call. */
  async where(thread: number, position: Position): Promise<Position | null> {
    return thread === position.thread ? position : await this.line(thread)?.at(position.time) ?? null;
  }

  /** The position of an access by its number. */
  async access(ordinal: number): Promise<Position | null> {
    for (const line of this.threads) {
      const position = await line.access(ordinal);
      if (position) return position;
    }
    return null;
  }

  /** Runs from a position until a stop holds, or to the end of the recording in that direction. */
  async run(from: Position, stops: readonly Stop[], direction: Direction, cancel: Cancel): Promise<Arrival> {
    const query = together(stops);
    let at = from;
    for (;;) {
      check(cancel);
      const found = await this.nearest(at, stops, query, direction, cancel);
      if (!found) return { position: (direction === 'forward' ? await this.last() : this.first()) ?? from, stops: [] };
      const holding = await this.holding(found, stops);
      if (holding.length > 0) return { position: found, stops: holding };
      at = found;
    }
  }

  /** The first candidate of all threads, by time. */
  private async nearest(from: Position, stops: readonly Stop[], query: Query | null, direction: Direction, cancel: Cancel): Promise<Position | null> {
    let best: Position | null = null;
    for (const line of this.threads) {
      const start = await this.where(line.thread, from);
      if (!start && direction === 'backward') continue;
      const found = await candidate(this.source, line, start, line.thread !== from.thread, stops, query, direction, cancel);
      if (found && (!best || (direction === 'forward' ? found.time < best.time : found.time > best.time))) best = found;
    }
    return best;
  }

  /** Which stops hold at a position and count it. */
  private async holding(position: Position, stops: readonly Stop[]): Promise<Stop[]> {
    const { kind, call, ordinal } = position;
    const found = this.source.trace.callById.get(call) as Call;
    if (kind !== 'access') return stops.filter(({ boundary, counts }) => boundary?.(found, kind) === true && counts());
    const block = await this.source.trace.blockAt(ordinal);
    const row = ordinal - block.firstOrdinal;
    const matching = stops.filter(({ accesses }) => accesses?.test(block, row) === true);
    const before = row === 0 && matching.some(({ accesses }) => accesses?.first) ? await this.line(position.thread)?.blockBefore(ordinal) ?? null : null;
    return matching.filter(({ accesses, counts }) => (before && accesses?.first ? accesses.first(block, before, before.length - 1) : true) && counts());
  }
}

/**
 * The next position of a thread at which some stop may hold. `start` null: from the thread's beginning. Another thread than the
 * one that runs has not been at its own position yet when time goes backwards: `included`.
 */
async function candidate(
  source: CursorSource, line: ThreadLine, start: Position | null, included: boolean, stops: readonly Stop[], query: Query | null, direction: Direction, cancel: Cancel,
): Promise<Position | null> {
  const boundary = boundaryFrom(line, start, included, stops, direction);
  if (!query) return boundary;
  const ordinal = await findAccess(source, line.thread, query, firstOrdinal(start, included, direction), direction, cancel, boundary?.ordinal ?? null);
  const access = ordinal === null ? null : await line.access(ordinal);
  if (!access || !boundary) return access ?? boundary;
  return compare(access, boundary) < 0 === (direction === 'forward') ? access : boundary;
}

function firstOrdinal(start: Position | null, included: boolean, direction: Direction): number {
  if (!start) return 0;
  const made = lastMade(start);
  if (direction === 'forward') return made + 1;
  return start.kind === 'access' && !included ? made - 1 : made;
}

function boundaryFrom(line: ThreadLine, start: Position | null, included: boolean, stops: readonly Stop[], direction: Direction): Position | null {
  const tests = stops.flatMap(({ boundary }) => boundary ?? []);
  if (tests.length === 0) return null;
  const step = direction === 'forward' ? 1 : -1;
  const isBoundary = start !== null && start.kind !== 'access';
  const first = !start ? 0 : direction === 'backward' ? start.boundary - (isBoundary && included ? 0 : 1) : start.boundary + (isBoundary ? 1 : 0);
  for (let index = first; index >= 0 && index < line.boundaries.length; index += step) {
    const { call, kind } = line.boundaries[index] as Boundary;
    if (tests.some(test => test(call, kind))) return line.boundaryAt(index);
  }
  return null;
}
