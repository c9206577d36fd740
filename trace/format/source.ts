import type { ByteSource } from '../model/types';

const CHUNK = 1024 * 1024;

/** A trace that is in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** Small reads in ascending order, served from larger ones. */
export function readAhead(source: ByteSource): (offset: number, length: number) => Promise<Uint8Array> {
  let start = 0;
  let chunk: Uint8Array = new Uint8Array(0);
  return async (offset, length) => {
    if (offset < start || offset + length > start + chunk.length) {
      start = offset;
      chunk = await source.read(offset, Math.max(length, CHUNK));
    }
    return chunk.subarray(offset - start, offset - start + length);
  };
}
