import type { ByteSource } from '../../trace/model/types';

/** A file that the reader of the page chose, read piece by piece: its size does not matter. Rejects when it was changed or removed meanwhile. */
export function fileSource(file: File): ByteSource {
  return {
    size: file.size,
    async read(offset, length) {
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
  };
}
