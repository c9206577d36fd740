import type { Track } from '../canvas/tracks';

/** Stretch of bytes with a name, drawn as a box: a field, or an element of an array. */
export interface Part { readonly name: string; readonly type: string; readonly offset: number; readonly size: number }

const MOST_ELEMENTS = 512;

/** Declared fields of a region, or the elements of an array whose element type says their size. */
export function partsOf(track: Pick<Track, 'fields' | 'typeName' | 'size'>): readonly Part[] {
  if (track.fields.length > 0) return track.fields;
  const size = elementSize(track.typeName);
  if (size === null || size < 2 || track.size / size > MOST_ELEMENTS) return [];
  const type = elementType(track.typeName);
  return Array.from({ length: Math.floor(track.size / size) }, (_, i) => ({ name: `[${i}]`, type, offset: i * size, size }));
}

/** The innermost part that holds an offset. */
export function partAt(parts: readonly Part[], offset: number): Part | null {
  let found: Part | null = null;
  for (const part of parts) {
    if (offset >= part.offset && offset < part.offset + part.size && (!found || part.size < found.size)) found = part;
  }
  return found;
}

const SIZES: Readonly<Record<string, number>> = {
  char: 1, uchar: 1, bool: 1, byte: 1, short: 2, ushort: 2, int: 4, uint: 4, float: 4, long: 8, ulong: 8, longlong: 8, double: 8, size_t: 8, ssize_t: 8,
  intptr_t: 8, uintptr_t: 8,
};

/** Bytes of one element of "u32[10]", "int32_t *", "double[4]" ...; null when the name does not say. */
export function elementSize(typeName: string | null): number | null {
  const name = elementType(typeName);
  const sized = /^(?:u?int|u|i|f|float)(8|16|32|64)(?:_t)?$/.exec(name);
  if (sized) return Number(sized[1]) / 8;
  return SIZES[name] ?? (/\*$/.test(name) ? 8 : null);
}

function elementType(typeName: string | null): string {
  return (typeName ?? '').replace(/\s*(\[\d*\]|\*)\s*$/, '').replace(/^const\s+/, '').trim();
}
