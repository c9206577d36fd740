import type { Moments } from './moments';
import type { RegionBytes } from './load';

/** Value of each byte as it is shown; undefined where it is not known. `arriving`: it may still come. */
export interface Contents { readonly arriving: boolean; readonly none: boolean; at(offset: number): number | undefined }

/** What the bytes view shows: kept contents for the ends of the call, rebuilt ones for moments inside it. */
export function contentsOf(bytes: RegionBytes, moments: Moments): Contents {
  if (moments.when === 'at') {
    const { moment } = moments;
    return { arriving: moment === null, none: false, at: offset => (moment?.known[offset] ? moment.bytes[offset] : undefined) };
  }
  const kept = bytes[moments.when];
  return { arriving: kept === undefined, none: kept === null, at: offset => kept?.[offset] };
}

/** Known bytes from `from` on: all of the stretch, or null when one of them is not known. */
export function stretch(contents: Contents, from: number, size: number): Uint8Array | null {
  const part = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const value = contents.at(from + i);
    if (value === undefined) return null;
    part[i] = value;
  }
  return part;
}
