import fc from 'fast-check';
import { bytesSource } from '../../open';
import { TraceWriter } from '../../testing/writer';
import { openCursorSource, type CursorSource } from '../source';

/** What a thread does: one access, a call with what happens in it, or a call that touches nothing. */
export type Deed =
  | { readonly kind: 'access'; readonly offset: number; readonly size: number; readonly write: boolean }
  | { readonly kind: 'call'; readonly deeds: readonly Deed[] };

/** A position as the program went through it. */
export interface Passed { readonly kind: 'begin' | 'access' | 'end'; readonly thread: number; readonly call: number; readonly ordinal: number | null; readonly time: number }

const ADDRESS = 0x10000n;
export const REGION_BYTES = 64;

const access = fc.record({ kind: fc.constant('access' as const), offset: fc.nat(REGION_BYTES - 8), size: fc.integer({ min: 1, max: 8 }), write: fc.boolean() });
const { call } = fc.letrec<{ call: Deed; deed: Deed }>(tie => ({
  // A nested call is placed among the accesses around it by its own.
  call: fc.tuple(access, fc.array(tie('deed'), { maxLength: 4 })).map(([first, rest]) => ({ kind: 'call', deeds: [first, ...rest] })),
  deed: fc.oneof({ maxDepth: 3, depthSize: 'small' }, access, tie('call')),
}));
const idle = fc.constant<Deed>({ kind: 'call', deeds: [] });

/** Calls of up to two threads, and how many steps of each run before the other goes on. */
export const programs = fc.record({
  threads: fc.array(fc.array(fc.oneof({ weight: 3, arbitrary: call }, { weight: 1, arbitrary: idle }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
  turns: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
  /** A block of the file ends after that many accesses. */
  block: fc.integer({ min: 1, max: 7 }),
});
export type Program = typeof programs extends fc.Arbitrary<infer T> ? T : never;

interface Event { readonly kind: 'begin' | 'access' | 'end'; readonly thread: number; readonly call: number; readonly parent: number; readonly deed: Deed }

/** Runs a program: its recording, and every position in the order of time. */
export async function runProgram({ threads, turns, block }: Program): Promise<{ source: CursorSource; passed: readonly Passed[] }> {
  let calls = 0;
  const queues = threads.map((deeds, at) => deeds.flatMap(deed => eventsOf(deed, at + 1, 0, () => ++calls)));
  const events: Event[] = [];
  for (let turn = 0; queues.some(queue => queue.length > 0); turn++) {
    events.push(...(queues[turn % queues.length] as Event[]).splice(0, turns[turn % turns.length] as number));
  }
  return record(events, block);
}

function eventsOf(deed: Deed, thread: number, parent: number, next: () => number): Event[] {
  if (deed.kind === 'access') return [{ kind: 'access', thread, call: parent, parent, deed }];
  const call = next();
  return [
    { kind: 'begin', thread, call, parent, deed },
    ...deed.deeds.flatMap(inner => eventsOf(inner, thread, call, next)),
    { kind: 'end', thread, call, parent, deed },
  ];
}

async function record(events: readonly Event[], block: number): Promise<{ source: CursorSource; passed: readonly Passed[] }> {
  const writer = new TraceWriter();
  const passed: Passed[] = [];
  const counts = new Map<number, { own: number; first: number; last: number }>();
  // Accesses of a thread are numbered block by block: that many of one thread stand together in the file.
  const pending = new Map<number, { at: number; event: Event }[]>();
  const flush = (thread: number): void => {
    for (const { at, event } of pending.get(thread)?.splice(0) ?? []) {
      const { deed, call } = event;
      if (deed.kind !== 'access') continue;
      const ordinal = next++;
      writer.access(thread, { call, insn: 1, region: call, offset: deed.offset, size: deed.size, flags: deed.write ? 1 : 0, time: passed[at]?.time ?? 0 });
      const count = counts.get(call) ?? { own: 0, first: ordinal, last: ordinal };
      counts.set(call, { own: count.own + 1, first: count.first, last: ordinal + 1 });
      passed[at] = { ...passed[at] as Passed, ordinal };
    }
    writer.flush();
  };
  let next = 0;
  for (const thread of [1, 2]) writer.def({ def: 'thread', id: thread, tid: thread, name: `t${thread}`, process: 1 });
  writer.def({ def: 'label', id: 1, text: 'arg 0 dst' });
  events.forEach((event, at) => {
    const time = (at + 1) * 10;
    passed.push({ kind: event.kind, thread: event.thread, call: event.call, ordinal: null, time });
    if (event.kind !== 'access') return;
    const queue = pending.get(event.thread) ?? [];
    pending.set(event.thread, queue);
    if (queue.push({ at, event }) >= block) flush(event.thread);
  });
  for (const thread of pending.keys()) flush(thread);
  events.forEach(({ kind, call, thread, parent }, at) => {
    const time = (at + 1) * 10;
    const { own = 0, first = 0, last = 0 } = counts.get(call) ?? {};
    if (kind === 'begin') {
      const region = { id: call, label: 1, type: 0, kind: 'buffer', flags: 3, arg: 0, parent: null, memory: 1, address: `0x${ADDRESS.toString(16)}`, size: REGION_BYTES, before: 0, after: 0 };
      writer.event({ ev: 'begin', call, function: 0, site: 0, thread, time, flags: 0, parent: parent || null, args: [], regions: [region] });
    } else if (kind === 'end') {
      writer.event({ ev: 'end', call, time, flags: 0, accesses: own, reads: own, writes: 0, bytesRead: 0, bytesWritten: 0, firstOrdinal: first, lastOrdinal: last });
    }
  });
  const source = await openCursorSource(bytesSource(writer.finish()));
  return { source, passed };
}
