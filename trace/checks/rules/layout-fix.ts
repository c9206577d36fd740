import type { Region, Suggestion } from '../../model/types';
import type { Layout, Unit } from '../scan/layout';
import type { Spot } from '../scan/spots';

// Which change of a declaration would make an access fit.

const UNSIGNED = /^(?:u|size_t|unsigned\b)/;
const INTEGER = /^(?:(?:un)?signed\b|u?int(?:8|16|32|64)?(?:_t)?$|u?short$|u?long$|u?char$|bool$|size_t$|s?char$)/;

/** An integer of that many bytes, signed as the declared one is. */
function integer(declared: string, bytes: number): string | null {
  return INTEGER.test(declared) && [1, 2, 4, 8].includes(bytes) ? `${UNSIGNED.test(declared) ? 'u' : ''}int${bytes * 8}_t` : null;
}

/** A pointer to a number that is wider than declared. Buffers of the program would have to grow as well: only copies come as wide as their declaration. */
export function widerScalar({ region, size }: Spot): Suggestion | null {
  const to = region.typeName === null || !region.lent || region.fields.length > 0 ? null : integer(region.typeName, size);
  return to === null || region.typeName === null ? null : { kind: 'type', from: region.typeName, to };
}

/** The one change of a struct that the access fits: a member that is wider, or members at their natural places. */
export function fittingStruct({ region, size }: Spot, start: number, layout: Layout | null): Suggestion | null {
  const { typeName } = region;
  if (layout === null || typeName === null || layout.units.some(({ name }) => /[.[]/.test(name)) || overlap(layout.units)) return null;
  const natural = laidOut(layout.units);
  const isPacked = layout.units.some((unit, at) => unit.from !== natural[at]?.from);
  const changes: Suggestion[] = isPacked && fits(natural, start, size) ? [{ kind: 'unpacked', type: typeName }] : [];
  if (!isPacked) changes.push(...layout.units.flatMap((unit, at) => widened(region, layout.units, at, unit, start, size)));
  return changes.length === 1 ? changes[0] as Suggestion : null;
}

function widened({ typeName }: Region, units: readonly Unit[], at: number, unit: Unit, start: number, size: number): Suggestion[] {
  const to = unit.to - unit.from < size ? integer(unit.type, size) : null;
  if (to === null || typeName === null) return [];
  const changed = laidOut(units.map((one, index) => (index === at ? { ...one, to: one.from + size } : one)));
  return changed[at]?.from === start ? [{ kind: 'member', type: typeName, member: unit.name, to }] : [];
}

/** Each member at the next place that its size divides. */
function laidOut(units: readonly Unit[]): Unit[] {
  let end = 0;
  return units.map((unit) => {
    const size = unit.to - unit.from;
    const from = Math.ceil(end / size) * size;
    end = from + size;
    return { ...unit, from, to: end };
  });
}

function fits(units: readonly Unit[], start: number, size: number): boolean {
  return units.some(({ from, to }) => from === start && to === start + size);
}

function overlap(units: readonly Unit[]): boolean {
  return units.some((unit, at) => at > 0 && unit.from < (units[at - 1] as Unit).to);
}
