import { readPayloads } from './format/batches';
import { accessBlocks, listBlocks, walk, type BlockList, type BlockRef } from './format/blocks';
import { TraceError } from './format/error';
import { readFileHeader } from './format/header';
import { BlockType, FILE_HEADER } from './format/layout';
import { num, parseLines, parseObject, type Line } from './format/lines';
import { startZstd } from './format/zstd';
import { countRunning } from './model/running';
import { Definitions } from './model/definitions';
import { Events } from './model/events';
import { infoOf } from './model/info';
import { Recording } from './model/recording';
import { SnapshotPlaces, snapshotRegion } from './model/snapshot-places';
import type { ByteSource } from './model/types';

/** Opens a recording. A file that can't be opened gives a TraceError; one cut short opens up to its last whole block. */
export async function openTrace(source: ByteSource): Promise<Recording> {
  const [header] = await Promise.all([source.read(0, FILE_HEADER), startZstd()]);
  readFileHeader(header);
  try {
    return await load(source, await listBlocks(source));
  } catch (error) {
    if (!(error instanceof TraceError) || error.kind !== 'damaged') throw error;
    // The index promised a block that is damaged: what stands before it is still good.
    return load(source, await walk(source));
  }
}

/** Texts of a recording are read at once. A hundred times the file is far more than a recorder packs them; a small file may have some all the same. */
const TEXT_BYTES = 256 * 1024 * 1024;
const TEXT_RATIO = 100;
const TEXTS: ReadonlySet<number> = new Set([BlockType.info, BlockType.end, BlockType.defs, BlockType.calls]);

function checkTexts(source: ByteSource, blocks: readonly BlockRef[]): void {
  const bytes = blocks.reduce((sum, { type, raw }) => sum + (TEXTS.has(type) ? raw : 0), 0);
  if (bytes > Math.max(TEXT_BYTES, TEXT_RATIO * source.size)) throw new TraceError('damaged', `unpacks to ${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MiB of text, which no recorder writes`);
}

async function load(source: ByteSource, { blocks, cut }: BlockList): Promise<Recording> {
  checkTexts(source, blocks);
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
  events.addAll(lines.flat());
  const end = single[BlockType.end] ?? null;
  const recording = new Recording(source, blocks, defs, events, snapshots, end);
  await countRunning(recording, accessBlocks(blocks), events);
  const counted = { accesses: recording.accessCount };
  recording.info = infoOf(single[BlockType.info] ?? {}, end, cut && end === null ? { ...cut, time: events.latest } : null, defs, events, counted);
  return recording;
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
