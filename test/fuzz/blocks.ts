/** A trace taken apart into its blocks and put together again, with checksums that are right: only so does a change reach the decoders. */
import { crc32, zstdDecode } from './codecs';

const FILE_HEADER = 32;
const BLOCK_HEADER = 32;
const MAGIC = 0x4b4c4246;
export const TRAILER = 16;

export interface Block { type: number; encoding: number; items: number; thread: number; /** Decoded bytes that the header promises; those of the payload when undefined. */ raw?: number; payload: Uint8Array }
export interface File { header: Uint8Array; blocks: Block[]; /** Bytes behind the last block: the trailer. */ rest: Uint8Array }

export function split(bytes: Uint8Array): File {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: Block[] = [];
  let at = FILE_HEADER;
  while (at + BLOCK_HEADER <= bytes.length && view.getUint32(at, true) === MAGIC) {
    const stored = view.getUint32(at + 8, true);
    const bytesOf = bytes.slice(at + BLOCK_HEADER, at + BLOCK_HEADER + stored);
    const compressed = view.getUint16(at + 6, true) === 1;
    blocks.push({
      type: view.getUint16(at + 4, true), encoding: 0, items: view.getUint32(at + 20, true), thread: view.getUint32(at + 24, true), payload: compressed ? zstdDecode(bytesOf, view.getUint32(at + 12, true)) : bytesOf,
    });
    at += BLOCK_HEADER + stored;
  }
  return { header: bytes.slice(0, FILE_HEADER), blocks, rest: bytes.slice(at) };
}

/** The file again; with `index`, one that agrees with where the blocks are now. */
export function join({ header, blocks, rest }: File, index: boolean): Uint8Array {
  const parts: Uint8Array[] = [header];
  const rows: number[][] = [];
  const next: Record<number, number> = { 4: 0, 5: 1 };
  let at = header.length;
  const put = (block: Block): void => {
    const bytes = sealed(block);
    rows.push([at, block.type, block.payload.length, block.raw ?? block.payload.length, block.items, block.thread, next[block.type] ?? 0, 0, 0]);
    next[block.type] = (next[block.type] ?? 0) + block.items;
    parts.push(bytes);
    at += bytes.length;
  };
  blocks.filter(({ type }) => !index || type !== 7).forEach(put);
  if (!index) return concatenate([...parts, rest]);
  const trailer = new Uint8Array(TRAILER);
  new DataView(trailer.buffer).setBigUint64(0, BigInt(at), true);
  trailer.set(new TextEncoder().encode('FFIEND\0\0'), 8);
  put({ type: 7, encoding: 0, items: 1, thread: 0, payload: new TextEncoder().encode(JSON.stringify({ blocks: rows.slice() })) });
  return concatenate([...parts, trailer]);
}

function sealed({ type, encoding, items, thread, raw, payload }: Block): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, type, true);
  view.setUint16(6, encoding, true);
  for (const [offset, word] of [[8, payload.length], [12, raw ?? payload.length], [16, crc32(payload)], [20, items], [24, thread]] as const) view.setUint32(offset, word >>> 0, true);
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  bytes.set(payload, BLOCK_HEADER);
  return bytes;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Bytes of all texts when they are unpacked, as their headers say. */
export function textBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = FILE_HEADER; at + BLOCK_HEADER <= bytes.length && view.getUint32(at, true) === MAGIC; at += BLOCK_HEADER + view.getUint32(at + 8, true)) {
    if ([1, 2, 3, 6].includes(view.getUint16(at + 4, true))) sum += view.getUint32(at + 12, true);
  }
  return sum;
}
