import { readPayloads } from '../format/batches';
import type { BlockRef } from '../format/blocks';
import { glance } from '../format/glance';
import { lineTexts, parseObject, type Line } from '../format/lines';
import type { Definitions } from '../model/definitions';
import { Events } from '../model/events';
import type { Running } from '../model/running';
import type { ByteSource, Call } from '../model/types';
import { WINDOW, type Survey } from './survey';

/** A call, and how many calls are around it. `children` is empty: they come behind it. */
export interface Listed { readonly call: Call; readonly depth: number }

const WANTED: ReadonlySet<string> = new Set(['begin', 'end', 'result']);
/** A circle can't be: parents have lower numbers. Deeper ones are shown as deep as this. */
const DEEPEST = 16;

/** The calls in the order of their numbers; at most two windows of them are in memory. */
export async function* streamCalls(source: ByteSource, blocks: readonly BlockRef[], defs: Definitions, survey: Survey, running: readonly Running[], window = WINDOW): AsyncGenerator<Listed> {
  const events = new Events(defs);
  const counted = new Map(running.map(call => [call.id, call]));
  const depths = new Map<number, number>();
  function* emit(most: number): Generator<Listed> {
    const order = [...events.calls.keys()].sort((a, b) => a - b).slice(0, most);
    for (const id of order) {
      events.addAll(survey.late.get(id) ?? []);
      const call = events.calls.get(id) as Call;
      const { reads, writes, firstOrdinal, lastOrdinal } = counted.get(id) ?? call;
      const depth = Math.min(DEEPEST, call.parent === null ? 0 : (depths.get(call.parent) ?? 0) + 1);
      depths.set(id, depth);
      yield { call: { ...call, reads, writes, firstOrdinal, lastOrdinal }, depth };
      forget(events, call);
    }
    // Whoever gets a child after so many others is known to run long.
    for (const id of depths.keys()) {
      if (depths.size <= 3 * window) break;
      if (!survey.late.has(id) && !counted.has(id)) depths.delete(id);
    }
  }
  for await (const { payload } of readPayloads(source, blocks)) {
    events.addAll(wantedLines(payload));
    if (events.calls.size >= 2 * window) yield* emit(events.calls.size - window);
  }
  yield* emit(Infinity);
}

function wantedLines(payload: Uint8Array): Line[] {
  const lines: Line[] = [];
  for (const text of lineTexts(payload)) {
    const seen = glance(text);
    const line = seen && !WANTED.has(seen.ev) ? null : parseObject(text);
    if (line && WANTED.has(String(line['ev']))) lines.push(line);
  }
  return lines;
}

function forget(events: Events, call: Call): void {
  events.calls.delete(call.id);
  for (const region of call.regions) events.regions.delete(region.id);
}
