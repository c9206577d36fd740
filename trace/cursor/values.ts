import type { Contents } from './memory';
import type { Place } from './place';
import { scalarOf } from './scalars';

/** Stands for a byte whose value at a moment is not recorded. */
export const UNKNOWN = '??';
const PREVIEW = 16;

/** "78 9c ?? 00" */
export function hexBytes({ bytes, known }: Contents, limit = bytes.length): string {
  const shown = Array.from(bytes.subarray(0, limit), (byte, at) => (known[at] ? byte.toString(16).padStart(2, '0') : UNKNOWN)).join(' ');
  return bytes.length > limit ? `${shown} …` : shown;
}

/** A place's contents as one line: a number, a text, or its first bytes. */
export function preview(place: Place, contents: Contents, isText = false): string {
  if (place.element !== null) return several(place, contents, isText);
  const scalar = scalarOf(place.type);
  if (scalar && scalar.size === contents.bytes.length) return scalarText(place.type, contents);
  return place.size === 1 && contents.known[0] ? String(contents.bytes[0]) : hexBytes(contents, PREVIEW);
}

function several(place: Place, contents: Contents, isText: boolean): string {
  if (isText) return quoted(contents);
  const size = place.element as number;
  const type = place.type.replace(/\s*\[\d*\]$/, '');
  const scalar = scalarOf(type);
  if (size === 1 || !scalar || scalar.size !== size) return hexBytes(contents, PREVIEW);
  const count = Math.min(8, Math.floor(contents.bytes.length / size));
  const texts = Array.from({ length: count }, (_, index) => scalarText(type, part(contents, index * size, size)));
  return `[${texts.join(', ')}${place.size > count * size ? ', …' : ''}]`;
}

function scalarText(type: string, { bytes, known }: Contents): string {
  if (known.some(one => one === 0)) return hexBytes({ bytes, known });
  return scalarOf(type)?.text(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)) ?? hexBytes({ bytes, known });
}

/** Text up to its terminator, as far as it is known. */
function quoted({ bytes, known }: Contents): string {
  const end = bytes.findIndex((byte, at) => byte === 0 || !known[at]);
  const text = new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
  return `${JSON.stringify(text)}${end >= 0 && !known[end] ? ` ${UNKNOWN}` : ''}`;
}

export function part({ bytes, known }: Contents, from: number, size: number): Contents {
  return { bytes: bytes.subarray(from, from + size), known: known.subarray(from, from + size) };
}

/** How many bytes of a place its preview needs. */
export const PREVIEW_BYTES = 64;
