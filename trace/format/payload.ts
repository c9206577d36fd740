import type { ByteSource } from '../model/types';
import { crc32 } from './crc32';
import { TraceError } from './error';
import { readBlockHeader, type BlockHeader } from './header';
import { BLOCK_HEADER, BlockType, Encoding, PAGE_BYTES } from './layout';
import type { BlockRef } from './blocks';
import { unzstd } from './zstd';

/** Reads, checks and decodes one block; throws TraceError `damaged`. */
export async function readPayload(source: ByteSource, block: BlockRef): Promise<Uint8Array> {
  return checkedPayload(block, await source.read(block.offset, BLOCK_HEADER + block.stored));
}

/** The same for a block whose bytes are there. */
export function checkedPayload(block: BlockRef, bytes: Uint8Array): Uint8Array {
  const header = readBlockHeader(bytes);
  const payload = header && decodePayload(header, bytes.subarray(BLOCK_HEADER, BLOCK_HEADER + header.stored));
  if (!payload) throw new TraceError('damaged', `is damaged at byte ${block.offset.toLocaleString('en-US')}`);
  return payload;
}

/** A few bytes can decode to 64 MiB: where the number of items bounds what a payload may have, that is held first. */
function isPlausible({ type, items, raw }: BlockHeader): boolean {
  const most = type === BlockType.accesses ? items * MOST_OF_ACCESS : type === BlockType.pages ? items * (PAGE_BYTES + 8) : Infinity;
  return raw <= most + PAGE_BYTES;
}

/** Bytes of an access in all columns, at most: nine numbers of eight bytes, and as many counts. */
const MOST_OF_ACCESS = 2 * 9 * 8;

/** Null when the payload is incomplete, fails its checksum or does not decode. */
export function decodePayload(header: BlockHeader, stored: Uint8Array): Uint8Array | null {
  if (stored.length !== header.stored || crc32(stored) !== header.crc || !isPlausible(header)) return null;
  if (header.encoding === Encoding.raw) return header.raw === stored.length ? stored : null;
  if (header.encoding !== Encoding.zstd) return null;
  try {
    const raw = unzstd(stored, header.raw);
    return raw.length === header.raw ? raw : null;
  } catch {
    return null;
  }
}
