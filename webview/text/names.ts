import type { Access, Call, Field, Insn, Region, Site } from '../../trace/model/types';
import { baseName, bytes, offset } from './format';
import { t } from './l10n';

/** What people call a region: "dst" for "arg 1 dst". */
export function regionName(region: Region): string {
  return region.label.replace(/^arg \d+ (?=\S)/, '');
}

/** Declared fields that share bytes with [from, from + size). */
export function fieldsIn(region: Region, from: number, size: number): readonly Field[] {
  return region.fields.filter(field => field.offset < from + size && field.offset + field.size > from);
}

/** "hdr.count", "dst[4]". */
export function fieldName(region: Region, field: Field): string {
  return field.name.startsWith('[') ? regionName(region) + field.name : `${regionName(region)}.${field.name}`;
}

/** "dst +16, 8 B". */
export function place(region: Region, from: number, size: number): string {
  return `${regionName(region)} ${offset(from)}, ${bytes(size)}`;
}

/** The field's name when the bytes are exactly one field, else name, offset and size. */
export function exactPlace(region: Region, from: number, size: number): string {
  const field = region.fields.find(other => other.offset === from && other.size === size);
  return field ? fieldName(region, field) : place(region, from, size);
}

/** "header.c:44" or, without symbols, "libwire.so +0x1a40". */
export function insnPlace(insn: Insn | null): string {
  if (!insn) return t('unknown');
  if (insn.file !== null && insn.line !== null) return `${baseName(insn.file)}:${insn.line}`;
  return insn.module ? `${baseName(insn.module)} +0x${insn.offset.toString(16)}` : `0x${insn.pc.toString(16)}`;
}

export const sitePlace = (site: Site): string => `${baseName(site.file)}:${site.line}`;

/** "deflate(strm, flush)" without types. */
export function callArguments(call: Call): string {
  return `(${call.args.map(argument => argument.name).join(', ')})`;
}

/** For the live region: "write, hdr plus 8, 8 bytes, header.c line 44". */
export function spokenAccess(access: Access, region: Region | undefined): string {
  const where = region ? `${regionName(region)} ${access.offset < 0 ? 'minus' : 'plus'} ${Math.abs(access.offset)}` : t('outside all regions');
  const line = access.insn?.file && access.insn.line !== null ? t(', {0} line {1}', baseName(access.insn.file), access.insn.line) : '';
  return `${access.kind}, ${where}, ${access.size} ${access.size === 1 ? 'byte' : 'bytes'}${line}`;
}
