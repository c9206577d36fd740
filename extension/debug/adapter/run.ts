import type { Arrival } from '../../../trace/cursor/replay';
import { Cancelled, type Cancel } from '../../../trace/cursor/cancel';
import type { Position } from '../../../trace/cursor/position';
import type { Direction } from '../../../trace/cursor/search';
import type { Stop } from '../../../trace/cursor/stop';
import { findingsAt } from './breakpoints/findings';
import type { Debuggee, Stopped } from './debuggee';
import { reason } from './errors';

/** Where a move ends, and what the stop there is about. */
export interface Place { readonly position: Position; readonly why: Stopped }

/** Runs a thread on to the next breakpoint, or to the end of the recording in that direction, and says where it stopped. */
export function runOn(debuggee: Debuggee, thread: number, direction: Direction): Promise<void> {
  return moving(debuggee, async cancel => {
    const { replay, position } = debuggee.session;
    const from = await replay.where(thread, position) ?? position;
    const arrival = await replay.run(from, await debuggee.breakpoints.stops(), direction, cancel);
    return { position: arrival.position, why: await whyAt(debuggee, arrival) ?? edge(direction) };
  });
}

/** The way to a position, which ends earlier where a breakpoint is. */
export async function onTheWay(debuggee: Debuggee, from: Position, target: Position, direction: Direction, why: Stopped, cancel: Cancel): Promise<Place> {
  const stops = await debuggee.breakpoints.stops();
  if (stops.length === 0) return { position: target, why };
  const arrival = await debuggee.session.replay.run(from, [...stops, stopAt(target)], direction, cancel);
  const breakpoints = arrival.stops.filter(({ id }) => id !== TARGET);
  const stopped = breakpoints.length > 0 ? await whyAt(debuggee, { ...arrival, stops: breakpoints }) : null;
  return { position: arrival.stops.length > 0 ? arrival.position : target, why: stopped ?? why };
}

const TARGET = 'target';

/** Steps end at boundaries of calls. */
function stopAt({ kind, call }: Position): Stop {
  return { id: TARGET, accesses: null, boundary: (at, of) => at.id === call && of === kind, counts: () => true };
}

const edge = (direction: Direction): Stopped => ({
  reason: 'end of recording', description: direction === 'forward' ? 'At the end of the recording' : 'At the beginning of the recording',
});

/** Why a run stopped, for people; null where no breakpoint says. */
async function whyAt(debuggee: Debuggee, { stops, position }: Arrival): Promise<Stopped | null> {
  const reasons = stops.map(stop => debuggee.breakpoints.reason(stop));
  const [first] = reasons;
  if (!first) return null;
  const breakpoints = stops.map(({ id }) => Number(id));
  if (!reasons.includes('exception')) return { reason: first, breakpoints };
  const [finding] = await findingsAt(debuggee.session, position);
  return { reason: 'exception', description: finding ? `Stopped on ${finding.rule}` : 'Stopped on a finding', breakpoints, ...(finding ? { text: finding.message } : {}) };
}

/** One move at a time, in the order in which they were asked for; `pause` ends the one under way. */
export async function moving(debuggee: Debuggee, find: (cancel: Cancel) => Promise<Place | null>): Promise<void> {
  const before = queues.get(debuggee) ?? Promise.resolve();
  const mine = before.then(() => move(debuggee, find));
  queues.set(debuggee, mine);
  await mine;
}
const queues = new WeakMap<Debuggee, Promise<void>>();

/** Pauses the move under way; resolves when it and those that were asked for after it have ended. */
export async function settled(debuggee: Debuggee): Promise<void> {
  debuggee.pause?.();
  await queues.get(debuggee);
}

async function move(debuggee: Debuggee, find: (cancel: Cancel) => Promise<Place | null>): Promise<void> {
  if (!debuggee.isOpen) return;
  const session = debuggee.session;
  const cancel = { cancelled: false };
  debuggee.pause = () => { cancel.cancelled = true; };
  let place: Place | null = null;
  try {
    place = await find(cancel);
  } catch (error) {
    // What a session that has ended was still looking for is of no interest.
    if (debuggee.isEnded) return;
    if (!(error instanceof Cancelled)) debuggee.host.failed(error);
    place = { position: session.position, why: error instanceof Cancelled ? { reason: 'pause' } : { reason: 'pause', description: 'Stopped by an error', text: reason(error) } };
  } finally {
    debuggee.pause = null;
  }
  // A session that has ended in the meantime, or that replays another recording now, goes nowhere.
  if (debuggee.isOpen && debuggee.session === session && !debuggee.isEnded) {
    debuggee.arrive(place?.position ?? session.position, place?.why ?? { reason: 'step' });
  }
}
