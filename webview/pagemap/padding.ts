import type { Track } from '../canvas/tracks';

export interface Stretch { readonly offset: number; readonly size: number }

/** Bytes of a struct that belong to no declared field; none where no fields are declared. */
export function paddingOf({ fields, size }: Pick<Track, 'fields' | 'size'>): readonly Stretch[] {
  if (fields.length === 0) return [];
  const gaps: Stretch[] = [];
  let end = 0;
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    if (field.offset > end) gaps.push({ offset: end, size: field.offset - end });
    end = Math.max(end, field.offset + field.size);
  }
  if (end < size) gaps.push({ offset: end, size: size - end });
  return gaps;
}
