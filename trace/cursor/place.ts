import type { Field, Region } from '../model/types';
import { shortName } from '../queries/fields';
import { hex } from '../text/numbers';
import { scalarOf } from './scalars';

/** Bytes of the program that have a name: a region, a field, an element. */
export interface Place {
  /** What evaluates to it: "dst[4]", "hdr.count". */
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  /** Declared type; "byte" where nothing was declared. */
  readonly type: string;
  readonly fields: readonly Field[];
  /** Bytes of one element where it holds several, one behind the other; null: it is one value. */
  readonly element: number | null;
}

export function placeOfRegion(region: Region): Place {
  const name = shortName(region);
  const type = region.typeName ?? 'byte';
  const one = region.typeSize ?? scalarOf(type)?.size ?? (region.fields.length > 0 ? region.size : 1);
  const several = region.size > one;
  return { name, address: region.address, size: region.size, type, fields: several ? [] : region.fields, element: several ? one : null };
}

export function placeOfField(name: string, address: bigint, field: Field): Place {
  return plain(`${name}.${field.name}`, address + BigInt(field.offset), field.size, field.type);
}

/** Element `index` of a place; null outside it. The fields of a struct are those of `region`. */
export function placeOfElement(place: Place, index: number, fields: readonly Field[]): Place | null {
  if (place.element === null || index < 0 || (index + 1) * place.element > place.size) return null;
  const type = place.type.replace(/\s*\[\d*\]$/, '');
  return { ...plain(`${place.name}[${index}]`, place.address + BigInt(index * place.element), place.element, type), fields };
}

/** The field or element that is exactly these bytes of a region, else just the bytes. */
export function placeAt(region: Region, offset: number, size: number): Place {
  const field = region.fields.find(one => one.offset === offset && one.size === size);
  const whole = placeOfRegion(region);
  if (field && region.size < 2 * (region.typeSize ?? region.size)) return placeOfField(whole.name, region.address, field);
  const inner = whole.element === size && size > 1 && offset % size === 0 ? placeOfElement(whole, offset / size, []) : null;
  return inner ?? placeOfBytes(region.address + BigInt(offset), size);
}

export function placeOfBytes(address: bigint, size: number, name = hex(address)): Place {
  return { name, address, size, type: 'byte', fields: [], element: size > 1 ? 1 : null };
}

function plain(name: string, address: bigint, size: number, type: string): Place {
  const one = scalarOf(type.replace(/\s*\[\d*\]$/, ''))?.size ?? size;
  return { name, address, size, type, fields: [], element: size > one ? one : null };
}

/**
 * Finds what an expression names among some regions, the first that fits: "dst", "dst[4]", "hdr.count", "hdr.tags[2]",
 * "points[1].x". Null where it names nothing.
 */
export function findPlace(expression: string, regions: readonly Region[]): Place | null {
  const text = expression.trim();
  const byLength = [...regions].sort((a, b) => shortName(b).length - shortName(a).length);
  for (const region of byLength) {
    const name = shortName(region);
    if (!text.startsWith(name)) continue;
    const place = follow(placeOfRegion(region), text.slice(name.length), region);
    if (place) return place;
  }
  return null;
}

function follow(place: Place, rest: string, region: Region): Place | null {
  if (rest.trim() === '') return place;
  const element = /^\s*\[\s*(0x[0-9a-f]+|\d+)\s*\]/i.exec(rest);
  if (element) {
    const fields = place.type === region.typeName ? region.fields : [];
    const inner = placeOfElement(place, Number(element[1]), fields);
    return inner && follow(inner, rest.slice(element[0].length), region);
  }
  const named = /^\s*(?:\.|->)\s*/.exec(rest);
  if (!named) return null;
  const wanted = rest.slice(named[0].length);
  const fields = [...place.fields].sort((a, b) => b.name.length - a.name.length);
  for (const field of fields) {
    if (!wanted.startsWith(field.name)) continue;
    const inner = follow(placeOfField(place.name, place.address, field), wanted.slice(field.name.length), region);
    if (inner) return inner;
  }
  return null;
}
