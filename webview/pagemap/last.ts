import { AccessFlag, type AccessBlock, type Trace } from '../../trace/model/types';
import type { Node } from '../../trace/format/summary';
import { visitBlocks, type Verdict } from '../../trace/queries/visit';
import { breathe } from '../canvas/breathe';
import type { TrackMap } from '../canvas/tracks';
import type { AccessMatcher } from '../state/filter';
import { callsInside, ordinalsOf } from '../state/scope';
import { eachInMemory } from '../timeline/lanes/grouping';
import { grainsOf } from './grain';

/** Who touched each piece of a track last; pieces count from offset 0. */
export interface LastTouches {
  readonly grain: number;
  /** Instruction of the last write; 0: nothing wrote. */
  readonly writer: Uint32Array;
  /** Ordinal of the last access plus 1; 0: nothing touched. */
  readonly touched: Float64Array;
}

export interface LastRequest {
  readonly trace: Trace;
  readonly map: TrackMap;
  readonly call: number | null;
  readonly matcher: AccessMatcher | null;
  readonly signal: AbortSignal;
  /** Called with what is known so far, now and then and at the end. */
  report(last: readonly LastTouches[], done: boolean): void;
  /** Pieces that were touched, and that were written, as far as known: the search ends when all of them are found. */
  readonly wanted: { readonly touched: number; readonly written: number } | null;
}

const REPORT_EVERY_MS = 250;

/** Reads the accesses of the call (or all) from the last one backwards, until nothing is left to find. */
export async function loadLast(request: LastRequest): Promise<void> {
  const { trace, map, call, signal, wanted } = request;
  const grains = grainsOf(map);
  const last = map.tracks.map(({ size }, i) => {
    const length = Math.ceil(size / grains[i]!);
    return { grain: grains[i]!, writer: new Uint32Array(length), touched: new Float64Array(length) };
  });
  const calls = call === null ? null : new Set(callsInside(trace, call).map(each => each.id));
  const [from, to] = ordinalsOf(trace, call);
  const left = { touched: wanted?.touched ?? Infinity, written: wanted?.written ?? Infinity };
  const pause = breathe();
  let told = performance.now();
  const judge = (node: Node): Verdict => (!node.all || node.regions.some(one => leadsOn(one, map, last)) ? 'some' : 'none');
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge, backward: true, signal })) {
    if (left.touched <= 0 && left.written <= 0) break;
    addBlock(request, block, first, end, calls, last, left);
    if (performance.now() - told > REPORT_EVERY_MS) {
      told = performance.now();
      request.report(last, false);
    }
    await pause();
  }
  signal.throwIfAborted();
  request.report(last, true);
}

/** Whether a region was touched, as far as a node of the index knows, where its last access or its last write is not known yet. */
function leadsOn({ region, tile, low, high, writes, index, tileWrites }: Node['regions'][number], map: TrackMap, last: readonly LastTouches[]): boolean {
  const track = last[map.indexOf(region)];
  if (!track) return false;
  const shift = map.shiftOf(region);
  if (tile === null) return isOpen(track, low + shift, high + shift, writes > 0);
  return index.some((place, at) => isOpen(track, place * tile + shift, (place + 1) * tile + shift, (tileWrites[at] ?? 0) > 0));
}

function isOpen({ grain, touched, writer }: LastTouches, from: number, to: number, written: boolean): boolean {
  const end = Math.min(touched.length, Math.ceil(to / grain));
  for (let at = Math.max(0, Math.floor(from / grain)); at < end; at++) if (touched[at] === 0 || (written && writer[at] === 0)) return true;
  return false;
}

function addBlock(
  { map, matcher }: LastRequest, block: AccessBlock, first: number, end: number, calls: ReadonlySet<number> | null,
  last: readonly LastTouches[], left: { touched: number; written: number },
): void {
  for (let i = end - 1; i >= first; i--) {
    if ((calls && !calls.has(block.call[i]!)) || (matcher && !matcher.matches(block, i))) continue;
    eachInMemory(map, block, i, i + 1, (row, track, offset) => {
      const { grain, writer, touched } = last[track]!;
      const write = (block.flags[row]! & AccessFlag.write) !== 0;
      const until = Math.min(touched.length, Math.ceil((offset + block.size[row]!) / grain));
      for (let at = Math.max(0, Math.floor(offset / grain)); at < until; at++) {
        if (touched[at] === 0) { touched[at] = block.firstOrdinal + row + 1; left.touched--; }
        if (write && writer[at] === 0) { writer[at] = block.insn[row]!; left.written--; }
      }
    });
  }
}
