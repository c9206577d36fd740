import { readPayloads } from './format/batches';
import { accessBlocks, type BlockList, type BlockRef } from './format/blocks';
import { TraceError } from './format/error';
import { BlockType } from './format/layout';
import { num, parseLines, parseObject, type Line } from './format/lines';
import { countRunning } from './model/running';
import { Definitions } from './model/definitions';
import { Events } from './model/events';
import { infoOf } from './model/info';
import { Recording } from './model/recording';
import { SnapshotPlaces, snapshotRegion } from './model/snapshot-places';
import type { ByteSource } from './model/types';
import { readBlocks, textBytes, TEXTS } from './stream/blocks';

/** Bytes of heap that a byte of text takes while a recording is opened, near enough. */
const HEAP_PER_TEXT = 2.5;
/** What JavaScript has in browsers, and in node where nothing else was asked for. */
const HEAP = 4 * 1024 ** 3;

/**
 * Opens a recording. A file that can't be opened gives a TraceError; one cut short opens up to its last whole block. All its calls are in memory then:
 * one with more of them than fit into `heap` bytes is refused (`too-large`); `openCalls` reads those, one call after the other.
 */
export function openTrace(source: ByteSource, heap = HEAP): Promise<Recording> {
  return readBlocks(source, async list => {
    checkSize(list.blocks, heap);
    return load(source, list);
  });
}

function checkSize(blocks: readonly BlockRef[], heap: number): void {
  const needed = textBytes(blocks) * HEAP_PER_TEXT;
  if (needed <= heap) return;
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  throw new TraceError('too-large', `has more calls than fit into memory at once: they need about ${gib(needed)} GiB, JavaScript has ${gib(heap)} GiB here; ffiscope calls and ffiscope info read them one after the other`);
}

async function load(source: ByteSource, { blocks, cut }: BlockList): Promise<Recording> {
  const defs = new Definitions();
  const events = new Events(defs);
  const single: Record<number, Line | null> = {};
  const snapshots = new SnapshotPlaces();
  const lines: Line[][] = [];
  for await (const { block, payload } of readPayloads(source, blocks.filter(({ type }) => TEXTS.has(type)))) {
    switch (block.type) {
      case BlockType.info:
      case BlockType.end: single[block.type] = parseObject(new TextDecoder().decode(payload)); break;
      case BlockType.defs: for (const line of parseLines(payload)) defs.add(line); break;
      default: lines.push(callLines(payload, block, snapshots)); break;
    }
  }
  for (const each of lines) events.addBegins(each);
  for (const each of lines) events.addRest(each);
  const end = single[BlockType.end] ?? null;
  const recording = new Recording(source, blocks, defs, events, snapshots, end);
  await countRunning([...events.calls.values()].filter(call => call.end === null), accessBlocks(blocks), at => recording.block(at));
  const counted = { calls: events.calls.size, accesses: recording.accessCount, latest: events.latest, ...totalOf(events) };
  recording.info = infoOf(single[BlockType.info] ?? {}, end, cut && end === null ? { ...cut, time: events.latest } : null, defs, counted);
  return recording;
}

function totalOf(events: Events): { reads: number; writes: number } {
  const total = { reads: 0, writes: 0 };
  for (const { reads, writes } of events.calls.values()) {
    total.reads += reads;
    total.writes += writes;
  }
  return total;
}

/** The events of a block, but for what regions held: of that it is only noted where it stands. */
function callLines(payload: Uint8Array, block: BlockRef, snapshots: SnapshotPlaces): Line[] {
  const lines = parseLines(payload, (text, from, to) => {
    const region = snapshotRegion(text, from, to);
    if (region !== null) snapshots.add(region, block);
    return region !== null;
  });
  for (const line of lines) if (line['ev'] === 'snapshot') snapshots.add(num(line, 'region'), block);
  return lines;
}

export { TraceError } from './format/error';
export { bytesSource } from './format/source';
export { openCalls, type CallStream } from './stream/open';
