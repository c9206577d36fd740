import { crc32 } from './crc32';
import { viewOf } from './header';
import { BLOCK_HEADER, BLOCK_MAGIC, Encoding } from './layout';

/** A block's header fields that its contents do not tell. */
export interface BlockSpec {
  readonly type: number; readonly items: number; readonly thread: number; readonly encoding?: number;
  /** Bytes after decoding; those of the payload unless said otherwise. */
  readonly raw?: number;
}

/** A block with header and checksums, its payload as it is to be stored. */
export function encodeBlock({ type, items, thread, encoding = Encoding.raw, raw }: BlockSpec, payload: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_HEADER + payload.length);
  const view = viewOf(block);
  view.setUint16(4, type, true);
  view.setUint16(6, encoding, true);
  const words: [number, number][] = [[0, BLOCK_MAGIC], [8, payload.length], [12, raw ?? payload.length], [16, crc32(payload)], [20, items], [24, thread]];
  for (const [at, word] of words) view.setUint32(at, word, true);
  sealHeader(block.subarray(0, BLOCK_HEADER));
  block.set(payload, BLOCK_HEADER);
  return block;
}

/** Puts the CRC of a header into its last word. */
export function sealHeader(header: Uint8Array): Uint8Array {
  viewOf(header).setUint32(header.length - 4, crc32(header.subarray(0, header.length - 4)), true);
  return header;
}
