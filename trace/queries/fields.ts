import type { Field, Region } from '../model/types';

/** "dst" of a region labelled "arg 1 dst"; the whole label where it has no name. */
export function shortName(region: Region): string {
  return /^arg \d+ (.+)$/.exec(region.label)?.[1] ?? region.label;
}

/** The smallest declared field that holds bytes [offset, offset + size) of the region, or null. */
export function fieldAt(region: Region, offset: number, size: number): Field | null {
  let best: Field | null = null;
  for (const field of region.fields) {
    const inside = offset >= field.offset && offset + size <= field.offset + field.size;
    if (inside && (best === null || field.size < best.size)) best = field;
  }
  return best;
}

/** Name of that field with the region's in front: "hdr.count". */
export function fieldName(region: Region, offset: number, size: number): string | null {
  const field = fieldAt(region, offset, size);
  return field && `${shortName(region)}.${field.name}`;
}
