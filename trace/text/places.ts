import type { Insn, Region, Site } from '../model/types';
import { fieldAt, shortName } from '../queries/fields';
import { bytes, signedOffset } from './numbers';

/** "codec.c" of "/home/me/src/codec.c" */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** "app.js:12" */
export function sitePlace(site: Site): string {
  return `${baseName(site.file)}:${site.line}`;
}

/** "codec.c:120", without line information "parse +0x1a (libwire.so)", without symbols "libwire.so +0x1a40". */
export function sourcePlace(insn: Insn): string {
  if (insn.file !== null && insn.line !== null) return `${baseName(insn.file)}:${insn.line}`;
  const module = insn.module === null ? null : baseName(insn.module);
  if (insn.symbol !== null) return `${insn.symbol} +0x${insn.symbolOffset.toString(16)}${module ? ` (${module})` : ''}`;
  return module ? `${module} +0x${insn.offset.toString(16)}` : `0x${insn.pc.toString(16)}`;
}

/** Bytes of a region: "hdr.count" for exactly one field, "dst[4]" for exactly one element, else "dst +16, 8 B". */
export function bytesPlace(region: Region, offset: number, size: number): string {
  const field = fieldAt(region, offset, size);
  if (field && field.offset === offset && field.size === size) return `${shortName(region)}.${field.name}`;
  const element = elementSize(region);
  if (element !== null && size === element && offset >= 0 && offset < region.size && offset % element === 0) {
    return `${shortName(region)}[${offset / element}]`;
  }
  return `${shortName(region)} ${signedOffset(offset)}, ${bytes(size)}`;
}

const elementSizes: Readonly<Record<string, number>> = {
  int8: 1, uint8: 1, char: 1, uchar: 1, int16: 2, uint16: 2, short: 2, ushort: 2, int32: 4, uint32: 4, int: 4, uint: 4, float: 4, float32: 4,
  int64: 8, uint64: 8, long: 8, ulong: 8, double: 8, float64: 8, int8_t: 1, uint8_t: 1, int16_t: 2, uint16_t: 2, int32_t: 4, uint32_t: 4, int64_t: 8, uint64_t: 8,
};

/** Bytes of an element of a region of scalars wider than a byte, else null. */
export function elementSize(region: Region): number | null {
  const name = region.typeName?.replace(/\s*(\*|\[\d*\])$/, '').trim();
  const size = name === undefined ? undefined : elementSizes[name];
  return size !== undefined && size > 1 && region.size % size === 0 && region.size > size ? size : null;
}
