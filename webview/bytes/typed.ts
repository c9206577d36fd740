import { decodeField } from './decode';

/** Types to read bytes as, whatever was declared: name, bytes of one value, and its name for `decodeField`. */
const TYPES = {
  u8: [1, 'uint8'], i8: [1, 'int8'], u16: [2, 'uint16'], i16: [2, 'int16'], u32: [4, 'uint32'], i32: [4, 'int32'], u64: [8, 'uint64'], i64: [8, 'int64'],
  f32: [4, 'float'], f64: [8, 'double'], pointer: [8, 'void *'], 'UTF-8': [0, 'utf-8'], 'UTF-16': [0, 'utf-16le'],
} as const satisfies Record<string, readonly [number, string]>;

export type TypeName = keyof typeof TYPES;
export const TYPE_NAMES = Object.keys(TYPES) as readonly TypeName[];

/** Most values of one text. */
const MOST_VALUES = 16;

/** Bytes read as values of a type one behind the other, or as text; bytes too few for a last value are left out. */
export function readAs(type: TypeName, bytes: Uint8Array, bigEndian = false): string {
  const [size, name] = TYPES[type];
  if (size === 0) return textOf(name, bytes, bigEndian);
  const values: string[] = [];
  for (let at = 0; at + size <= bytes.length && values.length < MOST_VALUES; at += size) {
    const part = bytes.slice(at, at + size);
    values.push(decodeField(name, bigEndian ? part.reverse() : part) ?? '?');
  }
  if (values.length === 0) return `needs ${size} bytes`;
  return values.join(', ') + ((values.length + 1) * size <= bytes.length ? ', …' : '');
}

function textOf(encoding: string, bytes: Uint8Array, bigEndian: boolean): string {
  const label = encoding === 'utf-16le' && bigEndian ? 'utf-16be' : encoding;
  const text = new TextDecoder(label).decode(bytes.subarray(0, 512));
  const end = text.indexOf('\0');
  return JSON.stringify(end < 0 ? text : text.slice(0, end)) + (bytes.length > 512 ? ' …' : '');
}
