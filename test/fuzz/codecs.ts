import { decompress } from 'fzstd';

export { crc32 } from '../../trace/format/crc32';

export const zstdDecode = (bytes: Uint8Array, raw: number): Uint8Array => decompress(bytes, new Uint8Array(raw));

/** A Zstandard frame of a few bytes that decodes to `length` times the same byte (RFC 8878: single segment, RLE blocks). */
export function bomb(byte: number, length: number): Uint8Array {
  const MOST = 128 * 1024;
  const count = Math.max(1, Math.ceil(length / MOST));
  const frame = new Uint8Array(9 + count * 4);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  frame[4] = 0xa0;
  view.setUint32(5, length, true);
  for (let at = 0; at < count; at++) {
    const size = Math.min(MOST, length - at * MOST);
    const header = (at === count - 1 ? 1 : 0) | (1 << 1) | (size << 3);
    frame.set([header & 255, (header >> 8) & 255, (header >> 16) & 255, byte], 9 + at * 4);
  }
  return frame;
}
