import { readPayloads } from '../format/batches';
import { accessBlocks, type BlockList } from '../format/blocks';
import { BlockType } from '../format/layout';
import { lineTexts, parseLines, parseObject, type Line } from '../format/lines';
import { Definitions } from '../model/definitions';
import { infoOf } from '../model/info';
import { countRunning } from '../model/running';
import { Scan } from '../model/scan';
import type { ByteSource, TraceInfo } from '../model/types';
import { readBlocks, TEXTS } from './blocks';
import { streamCalls, type Listed } from './calls';
import { Survey } from './survey';

/** A recording of which nothing is kept but its definitions, however many calls it has. */
export interface CallStream {
  readonly info: TraceInfo;
  readonly callCount: number;
  readonly accessCount: number;
  /** The calls in order, read from the file as they are asked for. */
  calls(): AsyncGenerator<Listed>;
}

/**
 * Opens a recording to go through its calls once. Takes as long as reading its texts, but memory for some thousand calls only.
 * @param window calls that are in memory; for tests
 * @throws TraceError as openTrace does
 */
export function openCalls(source: ByteSource, window?: number): Promise<CallStream> {
  return readBlocks(source, list => survey(source, list, window));
}

async function survey(source: ByteSource, { blocks, cut }: BlockList, window?: number): Promise<CallStream> {
  const defs = new Definitions();
  const single: Record<number, Line | null> = {};
  const calls = blocks.filter(({ type }) => type === BlockType.calls);
  const found = new Survey(window);

  for await (const { block, payload } of readPayloads(source, blocks.filter(({ type }) => TEXTS.has(type)))) {
    if (block.type === BlockType.calls) for (const text of lineTexts(payload)) found.add(text);
    else if (block.type === BlockType.defs) for (const line of parseLines(payload)) defs.add(line);
    else single[block.type] = parseObject(new TextDecoder().decode(payload));
  }
  const running = found.running();
  const accesses = accessBlocks(blocks);
  const scan = new Scan(source, accesses);
  await countRunning(running, accesses, at => scan.block(at));
  const last = accesses.at(-1);
  const counted = {
    calls: found.calls, accesses: last ? last.first + last.items : 0, latest: found.latest,
    reads: running.reduce((sum, call) => sum + call.reads, found.reads), writes: running.reduce((sum, call) => sum + call.writes, found.writes),
  };
  const end = single[BlockType.end] ?? null;
  const info = infoOf(single[BlockType.info] ?? {}, end, cut && end === null ? { ...cut, time: found.latest } : null, defs, counted);
  return { info, callCount: found.calls, accessCount: counted.accesses, calls: () => streamCalls(source, calls, defs, found, running, window) };
}
