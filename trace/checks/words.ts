import type { Call, Finding, Insn, Region, RelatedPlace } from '../model/types';
import { shortName } from '../queries/fields';
import { count, thousands } from '../text/numbers';
import { sitePlace, sourcePlace } from '../text/places';
import { related } from './finding';
import type { Run } from './scan/byteset';
import type { Spot } from './scan/spots';

// Pieces that the rules' sentences are made of.

/** "1 byte", "4,096 bytes" */
export function byteCount(size: number): string {
  return count(size, 'byte');
}

/** "`dst` (16 bytes)" */
export function named(region: Region): string {
  return `\`${shortName(region)}\` (${byteCount(region.size)})`;
}

/** "`low` (declared `int32_t`, 4 bytes)"; the declaration is left out where there is none. */
export function declared(region: Region): string {
  const type = region.typeName === null ? '' : `declared \`${region.typeName}${region.typeSize !== null && region.size > region.typeSize ? `[${thousands(region.size / region.typeSize)}]` : ''}\`, `;
  return `\`${shortName(region)}\` (${type}${byteCount(region.size)})`;
}

/** "offset 16", "offsets 16 to 31" */
export function offsets(from: number, to: number): string {
  return to - from <= 1 ? `offset ${thousands(from)}` : `offsets ${thousands(from)} to ${thousands(to - 1)}`;
}

/** "8 bytes at offset 16" for one access, "16 bytes at offsets 16 to 31" for several. */
export function extent(spot: Spot): string {
  const runs = spot.bytes.runs();
  const total = runs.reduce((sum, run) => sum + run.to - run.from, 0);
  if (spot.accesses === spot.calls && total === spot.size) return `${byteCount(spot.size)} at offset ${thousands(spot.offset)}`;
  const [first, last] = [runs[0] as Run, runs.at(-1) as Run];
  return `${byteCount(total)} ${runs.length > 1 ? 'between' : 'at'} ${offsets(first.from, last.to)}`;
}

/** " (1,024 accesses in 8 calls)" where there was more than one. */
export function times(spot: { readonly accesses: number; readonly calls: number }): string {
  if (spot.accesses === 1) return '';
  return spot.calls > 1 ? ` (${count(spot.accesses, 'access', 'accesses')} in ${count(spot.calls, 'call')})` : ` (${count(spot.accesses, 'access', 'accesses')})`;
}

export function verb(spot: Spot): 'wrote' | 'read' {
  return spot.write ? 'wrote' : 'read';
}

/** "`fill`", or "a native thread of `fill`". */
export function caller(call: Call): string {
  return call.function.startsWith('(') ? `a native thread` : `\`${call.function}\``;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Everything a spot knows about where it is. */
export function placeOf(spot: Spot): Partial<Finding> {
  const [first] = spot.bytes.runs();
  const last = spot.bytes.runs().at(-1);
  return {
    ...placeOfCall(spot.call), ...native(spot.insn), region: spot.region.id, offset: first?.from ?? spot.offset,
    size: first && last ? last.to - first.from : spot.size, access: spot.seq, ordinal: spot.ordinal, count: spot.accesses,
  };
}

export function placeOfCall(call: Call): Partial<Finding> {
  return { call: call.id, function: call.function, site: call.site };
}

export function native(insn: Insn | null): Partial<Finding> {
  return insn ? { module: insn.module, symbol: insn.symbol, file: insn.file, line: insn.line } : {};
}

export function nativePlace(insn: Insn | null, message: string): RelatedPlace[] {
  return insn ? [related('native', `${message} (${sourcePlace(insn)})`, { file: insn.file, line: insn.line })] : [];
}

export function callPlace(call: Call, message: string): RelatedPlace {
  const where = call.site ? ` at ${sitePlace(call.site)}` : '';
  return related('call', `${message}${where}`, { file: call.site?.file ?? null, line: call.site?.line ?? null, column: call.site?.column ?? null, call: call.id });
}
