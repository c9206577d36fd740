import type { ByteSource } from '../model/types';
import { crc32 } from './crc32';
import { readBlockHeader, startsWith, viewOf } from './header';
import { BLOCK_ACCESSES, BLOCK_HEADER, BlockType, END_MAGIC, FILE_HEADER, TRAILER } from './layout';
import { decodePayload } from './payload';
import { readAhead } from './source';

/** Where a block lies and what its header says. */
export interface BlockRef {
  readonly offset: number; readonly type: number; readonly stored: number; readonly raw: number;
  readonly items: number; readonly thread: number;
  /** Ordinal of the first access, number of the first page, else 0. */
  readonly first: number;
  /** Null where only the walk found the block. */
  readonly times: readonly [number, number] | null;
}

export interface BlockList { readonly blocks: readonly BlockRef[]; readonly cut: { readonly byte: number; readonly reason: string } | null }

/** The blocks with accesses in them: one without has no ordinals either. */
export const accessBlocks = (blocks: readonly BlockRef[]): BlockRef[] => blocks.filter(({ type, items }) => type === BlockType.accesses && items > 0);

/** All blocks: from the index of a complete file, else by walking them. */
export async function listBlocks(source: ByteSource): Promise<BlockList> {
  return (await fromIndex(source)) ?? walk(source);
}

/** Goes from block to block, checking each, up to the first that is not whole. */
export async function walk(source: ByteSource): Promise<BlockList> {
  const read = readAhead(source);
  const blocks: BlockRef[] = [];
  const first: Record<number, number> = { [BlockType.accesses]: 0, [BlockType.pages]: 1 };
  let offset = FILE_HEADER;
  for (;;) {
    const head = await read(offset, BLOCK_HEADER);
    const header = readBlockHeader(head);
    if (!header) return { blocks, cut: complete(blocks, head) ? null : { byte: offset, reason: reasonAt(source, offset) } };
    const stored = await read(offset + BLOCK_HEADER, header.stored);
    if (stored.length < header.stored || crc32(stored) !== header.crc) return { blocks, cut: { byte: offset, reason: reasonAt(source, offset) } };
    blocks.push({ offset, ...header, first: first[header.type] ?? 0, times: null });
    first[header.type] = (first[header.type] ?? 0) + header.items;
    offset += BLOCK_HEADER + header.stored;
  }
}

function reasonAt(source: ByteSource, offset: number): string {
  return offset >= source.size ? 'the recorder did not finish the file' : 'the block there is incomplete or damaged';
}

/** Nothing but the index and the trailer may be missing behind END. */
function complete(blocks: readonly BlockRef[], rest: Uint8Array): boolean {
  return blocks.at(-1)?.type === BlockType.index && rest.length >= TRAILER && startsWith(rest.subarray(8), END_MAGIC);
}

/** Characters of an index: a little, and nine numbers for each block; a block has a header at least. */
const INDEX_BASE = 4096;
const INDEX_ROW = 9 * 18;

async function fromIndex(source: ByteSource): Promise<BlockList | null> {
  if (source.size < FILE_HEADER + BLOCK_HEADER + TRAILER) return null;
  const trailer = await source.read(source.size - TRAILER, TRAILER);
  if (trailer.length < TRAILER || !startsWith(trailer.subarray(8), END_MAGIC)) return null;
  const offset = Number(viewOf(trailer).getBigUint64(0, true));
  if (!(offset >= FILE_HEADER && offset <= source.size - TRAILER - BLOCK_HEADER)) return null;
  const bytes = await source.read(offset, source.size - TRAILER - offset);
  const blocks = indexRows(bytes, INDEX_BASE + (offset / BLOCK_HEADER) * INDEX_ROW);
  return blocks && contiguous(blocks, offset) ? { blocks, cut: null } : null;
}

/** What all INDEX blocks list; they fill the bytes. `bound`: characters that the rows of a file of this size can take. */
function indexRows(bytes: Uint8Array, bound: number): BlockRef[] | null {
  const refs: BlockRef[] = [];
  let at = 0;
  for (let characters = 0; at < bytes.length;) {
    const header = readBlockHeader(bytes.subarray(at));
    characters += header?.raw ?? 0;
    if (header?.type !== BlockType.index || characters > bound) return null;
    const payload = decodePayload(header, bytes.subarray(at + BLOCK_HEADER, at + BLOCK_HEADER + header.stored));
    const rows = payload && parseIndex(payload);
    if (!rows) return null;
    for (const row of rows) refs.push(row);
    at += BLOCK_HEADER + header.stored;
  }
  return refs;
}

function parseIndex(payload: Uint8Array): BlockRef[] | null {
  try {
    const { blocks } = JSON.parse(new TextDecoder().decode(payload)) as { blocks: unknown };
    return Array.isArray(blocks) ? blocks.map(refOf) : null;
  } catch {
    return null;
  }
}

function refOf(row: unknown): BlockRef {
  const numbers = row as number[];
  if (!Array.isArray(row) || row.length < 9 || !numbers.every(n => Number.isSafeInteger(n) && n >= 0)) throw new TypeError('index row');
  const [offset, type, stored, raw, items, thread, first, start, end] = numbers as [number, number, number, number, number, number, number, number, number];
  return { offset, type, stored, raw, items, thread, first, times: type === BlockType.accesses ? [start, end] : null };
}

/** Every block begins where the one before ends, and accesses are numbered without gap. */
function contiguous(blocks: readonly BlockRef[], end: number): boolean {
  let offset = FILE_HEADER;
  let ordinal = 0;
  for (const block of blocks) {
    if (block.offset !== offset) return false;
    if (block.type === BlockType.accesses) {
      if (block.first !== ordinal || block.items > BLOCK_ACCESSES) return false;
      ordinal += block.items;
    }
    offset += BLOCK_HEADER + block.stored;
  }
  return offset === end;
}
