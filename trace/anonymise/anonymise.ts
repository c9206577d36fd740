import { listBlocks, type BlockRef } from '../format/blocks';
import { readBlockHeader, readFileHeader, viewOf } from '../format/header';
import { BLOCK_HEADER, BlockType, END_MAGIC, FILE_HEADER, INDEX_ROWS, TRAILER } from '../format/layout';
import { parseLines, type Line } from '../format/lines';
import { readPayload } from '../format/payload';
import { encodeBlock } from '../format/write';
import type { ByteSource } from '../model/types';
import { anonymousDef, anonymousEnd, anonymousEvent, anonymousInfo } from './lines';
import { Names } from './names';

/** `names`: functions, types, parameters, fields and files get other names as well. */
export interface Anonymity { readonly names: boolean }

/**
 * A recording without what is private in it, as pieces to write one behind the other: values, contents, texts, arguments of the program,
 * folders and the description of the computer are gone; calls, sizes, accesses and times stay. Blocks of a kind that is not known here
 * are left out. Needs memory for one block at a time. @throws TraceError when the file is none or a block is damaged
 */
export async function* anonymise(source: ByteSource, { names: all }: Anonymity): AsyncGenerator<Uint8Array> {
  const header = await source.read(0, FILE_HEADER);
  readFileHeader(header);
  const { blocks, cut } = await listBlocks(source);
  const names = new Names(all);
  const index: number[][] = [];
  let at = FILE_HEADER;
  yield header.slice();
  for (const block of blocks) {
    const bytes = await anonymousBlock(source, block, names);
    if (!bytes) continue;
    index.push(indexRow(at, bytes, block));
    at += bytes.length;
    yield bytes;
  }
  // What was cut short stays so: without END and index.
  if (!cut) yield* ending(index, at);
}

async function anonymousBlock(source: ByteSource, block: BlockRef, names: Names): Promise<Uint8Array | null> {
  switch (block.type) {
    case BlockType.info: return text(source, block, line => anonymousInfo(line, names));
    case BlockType.end: return text(source, block, anonymousEnd);
    case BlockType.defs: return text(source, block, line => anonymousDef(line, names));
    case BlockType.calls: return text(source, block, line => anonymousEvent(line, names));
    // Numbers only: which bytes, by which instruction, when.
    case BlockType.accesses:
    case BlockType.summary: return source.read(block.offset, BLOCK_HEADER + block.stored);
    default: return null;
  }
}

async function text(source: ByteSource, block: BlockRef, change: (line: Line) => Line | null): Promise<Uint8Array | null> {
  const lines = parseLines(await readPayload(source, block)).map(change).filter(line => line !== null);
  if (lines.length === 0) return null;
  return encodeBlock({ type: block.type, items: lines.length, thread: block.thread }, new TextEncoder().encode(lines.map(line => `${JSON.stringify(line)}\n`).join('')));
}

function indexRow(offset: number, bytes: Uint8Array, { type, items, thread, first, times }: BlockRef): number[] {
  const header = readBlockHeader(bytes);
  return [offset, type, header?.stored ?? 0, header?.raw ?? 0, header?.items ?? items, thread, first, ...(times ?? [0, 0])];
}

function* ending(index: readonly number[][], at: number): Generator<Uint8Array> {
  for (let row = 0; row === 0 || row < index.length; row += INDEX_ROWS) {
    const blocks = index.slice(row, row + INDEX_ROWS);
    yield encodeBlock({ type: BlockType.index, items: 1, thread: 0 }, new TextEncoder().encode(`${JSON.stringify({ blocks })}\n`));
  }
  const trailer = new Uint8Array(TRAILER);
  viewOf(trailer).setBigUint64(0, BigInt(at), true);
  trailer.set(new TextEncoder().encode(END_MAGIC), 8);
  yield trailer;
}
