import { crc32 } from './crc32';
import { TraceError } from './error';
import { BLOCK_HEADER, BLOCK_MAGIC, FILE_HEADER, FILE_MAGIC, MAJOR, MAX_RAW } from './layout';

export interface FileHeader { readonly major: number; readonly minor: number; readonly created: number }

export interface BlockHeader {
  readonly type: number; readonly encoding: number; readonly stored: number; readonly raw: number;
  readonly crc: number; readonly items: number; readonly thread: number;
}

/** Throws a TraceError that says why the file can't be opened. */
export function readFileHeader(bytes: Uint8Array): FileHeader {
  if (bytes.length === 0) throw new TraceError('empty', 'is empty');
  if (!startsWith(bytes, FILE_MAGIC)) throw new TraceError('not-a-trace', 'is not an ffiscope trace');
  if (bytes.length < FILE_HEADER) throw new TraceError('damaged-header', 'ends inside its header: nothing was recorded');
  const view = viewOf(bytes);
  const major = view.getUint16(8, true);
  const minor = view.getUint16(10, true);
  // The version comes first: what a newer header's checksum covers is not known here.
  if (major > MAJOR) {
    throw new TraceError('newer', `was written in format version ${major}.${minor}, this ffiscope reads up to version ${MAJOR}: update ffiscope`);
  }
  if (!sealed(bytes, FILE_HEADER) || major === 0) throw new TraceError('damaged-header', 'has a damaged header');
  return { major, minor, created: Number(view.getBigUint64(16, true)) };
}

/** Null unless a whole, undamaged block header stands at the start of these bytes. */
export function readBlockHeader(bytes: Uint8Array): BlockHeader | null {
  if (bytes.length < BLOCK_HEADER || !sealed(bytes, BLOCK_HEADER)) return null;
  const view = viewOf(bytes);
  const word = (at: number) => view.getUint32(at, true);
  if (word(0) !== BLOCK_MAGIC || word(12) > MAX_RAW || word(8) > MAX_RAW) return null;
  return {
    type: view.getUint16(4, true), encoding: view.getUint16(6, true),
    stored: word(8), raw: word(12), crc: word(16), items: word(20), thread: word(24),
  };
}

/** The last of the words is the CRC of those before it. */
function sealed(bytes: Uint8Array, length: number): boolean {
  return viewOf(bytes).getUint32(length - 4, true) === crc32(bytes.subarray(0, length - 4));
}

export function startsWith(bytes: Uint8Array, text: string): boolean {
  if (bytes.length < text.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[at] !== text.charCodeAt(at)) return false;
  return true;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
