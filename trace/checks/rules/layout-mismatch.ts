import type { Finding, Region, Suggestion } from '../../model/types';
import { shortName } from '../../queries/fields';
import { thousands } from '../../text/numbers';
import { finding } from '../finding';
import { Layouts, type Unit } from '../scan/layout';
import type { Facts } from '../scan/scan';
import type { Spot } from '../scan/spots';
import { fittingStruct, widerScalar } from './layout-fix';
import { byteCount, caller, nativePlace, placeOf, times } from '../words';

/** The declared layout is not the one that the library was compiled with. */
export function layoutMismatch(facts: Facts): Finding[] {
  const layouts = new Layouts();
  const isRest = (spot: Spot) => facts.cut.some(({ insn, region, offset, size }) => insn === spot.insn && region.label === spot.region.label && offset + size > spot.offset);
  const behind = facts.outside.filter(spot => isNextMember(spot) && !isRest(spot));
  return [
    ...facts.partial.map(spot => describe(spot, partial(spot, layouts), suggestion(spot, layouts))),
    ...facts.cut.filter(spot => isTyped(spot.region) && !isTooShort(spot, layouts)).map(spot => describe(spot, cut(spot, layouts), suggestion(spot, layouts))),
    ...behind.map(spot => describe(spot, member(spot))),
  ];
}

function suggestion(spot: Spot, layouts: Layouts): Suggestion | null {
  const layout = layouts.of(spot.region);
  return layout === null ? widerScalar(spot) : fittingStruct(spot, spot.offset % layout.size, layout);
}

function describe(spot: Spot, rest: string, fix: Suggestion | null = null): Finding {
  const store = `${caller(spot.call)} has ${article(spot.size)}${thousands(spot.size)}-byte ${spot.write ? 'store' : 'load'} at offset ${thousands(spot.offset)} of \`${shortName(spot.region)}\``;
  return finding('layout-mismatch', 'error', `${store}${times(spot)}: ${rest}.`, {
    ...placeOf(spot), offset: spot.offset, size: spot.size, fix, related: nativePlace(spot.insn, `${spot.write ? 'stores' : 'loads'} ${byteCount(spot.size)} at offset ${thousands(spot.offset)}`),
  });
}

const article = (size: number): string => (size === 8 || size === 11 || size === 18 ? 'an ' : 'a ');

/** Members that a newer version of a struct may have, bytes. */
const FURTHER = 64;

/** Declared with a type wide enough to have a layout. */
function isTyped(region: Region): boolean {
  return region.typeSize !== null && (region.typeSize > 1 || region.fields.length > 0);
}

/** The memory is shorter than its type, and the access fits that: the layout is right, the size is not. */
function isTooShort({ region, offset, size }: Spot, layouts: Layouts): boolean {
  const layout = layouts.of(region);
  return layout !== null && region.size < layout.size && offset + size <= layout.size && !layout.mismatch(offset, size);
}

/** A scalar right behind the end of the one struct that was passed: a member that the declaration lacks. */
function isNextMember(spot: Spot): boolean {
  const { region } = spot;
  const scalar = [2, 4, 8].includes(spot.size) && spot.offset % spot.size === 0 && spot.calls === spot.accesses && !spot.kernel;
  return scalar && region.fields.length > 0 && region.size === region.typeSize && spot.offset >= region.size && spot.offset < region.size + FURTHER;
}

function member(spot: Spot): string {
  const { region } = spot;
  return `the library seems to have a member of ${byteCount(spot.size)} there, where \`${region.typeName ?? ''}\` is declared with ${byteCount(region.size)}; a layout that would fit has ${byteCount(Math.ceil((spot.offset + spot.size) / 8) * 8)}`;
}

function partial(spot: Spot, layouts: Layouts): string {
  const layout = layouts.of(spot.region);
  const start = layout ? spot.offset % layout.size : spot.offset;
  const units = layout?.touched(start, spot.size) ?? [];
  return `the library seems to have ${byteCount(spot.size)} (${typeFor(spot.size)}) at offset ${thousands(start)} where the binding declares ${list(units.map(declaration))}; ${fitting(spot, start, units)}`;
}

function cut(spot: Spot, layouts: Layouts): string {
  const { region } = spot;
  const layout = layouts.of(region);
  if (!layout) return `the library seems to have ${elements(spot)} of ${byteCount(spot.size)} (${typeFor(spot.size)}) where the binding declares \`${region.typeName ?? ''}\` (${byteCount(region.typeSize ?? 0)})`;
  const start = spot.offset % layout.size;
  const units = layout.touched(start, spot.size);
  const what = units.length > 0 ? list(units.map(declaration)) : 'padding';
  return `the library seems to have ${byteCount(spot.size)} (${typeFor(spot.size)}) at offset ${thousands(start)} where the binding declares ${what} and \`${region.typeName ?? ''}\` ends at ${thousands(layout.size)}; ${fitting(spot, start, units)}`;
}

function elements(spot: Spot): string {
  return spot.region.size === spot.region.typeSize ? 'a value' : 'elements';
}

function declaration(unit: Unit): string {
  return `\`${unit.type} ${unit.name}\` at ${thousands(unit.from)}`;
}

/** What the declaration would have to be: the member that begins there is as wide as the access, or lies at its next aligned place. */
function fitting(spot: Spot, start: number, units: readonly Unit[]): string {
  const own = units.find(unit => unit.from === start) ?? units.find(unit => unit.from > start) ?? units[0];
  const end = Math.ceil((start + spot.size) / spot.size) * spot.size;
  const name = own ? `\`${own.name}\`` : 'a member';
  return `a layout that would fit has ${name} as ${typeFor(spot.size)} at ${thousands(start)} and at least ${byteCount(Math.max(end, start + spot.size))}`;
}

/** A type of that many bytes, as one would declare it. */
function typeFor(size: number): string {
  const types: Readonly<Record<number, string>> = { 1: '`uint8_t`', 2: '`uint16_t`', 4: '`uint32_t`', 8: '`size_t` or a pointer' };
  return types[size] ?? byteCount(size);
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) as string}`;
}
