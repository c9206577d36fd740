import type { Field, Region } from '../../model/types';

/** A declared scalar: a field, or an element of a field that is an array. */
export interface Unit { readonly name: string; readonly type: string; readonly from: number; readonly to: number }

const PADDING = -1;
/** Bytes that several members of a union share: whatever is touched there may be right. */
const SHARED = -2;

/** Wider accesses are vectors and copies, which know no fields. */
const WIDEST = 8;

/** Bytes of a type up to which verdicts are kept. */
const REMEMBERED = 1 << 16;

/** Bytes of the largest type that is looked at. */
const LARGEST = 1 << 24;

/** Where the declared scalars of a type lie, for judging accesses to it. */
export class Layout {
  readonly units: readonly Unit[];
  private readonly owner: Int32Array;
  /** By start and size of an access: 0 not yet judged, 1 fits, 2 does not. */
  private readonly verdicts: Uint8Array;

  constructor(readonly typeName: string, readonly size: number, fields: readonly Field[]) {
    this.units = fields.flatMap(elementsOf);
    this.verdicts = new Uint8Array(Math.min(size, REMEMBERED) * (WIDEST + 1));
    this.owner = new Int32Array(size).fill(PADDING);
    this.units.forEach((unit, at) => {
      for (let byte = unit.from; byte < Math.min(unit.to, size); byte++) this.owner[byte] = this.owner[byte] === PADDING ? at : SHARED;
    });
    for (const at of this.owner.keys()) {
      const unit = this.owner[at] as number;
      // A scalar that shares a byte shares them all.
      if (unit >= 0 && this.shares(this.units[unit] as Unit)) this.owner[at] = SHARED;
    }
  }

  /** An access that covers one declared scalar only in part and reaches into another. `offset` counts from a value's start or from an array's. */
  mismatch(offset: number, size: number): boolean {
    if (size > WIDEST) return false;
    // Remainders of whole numbers of 31 bits are ten times as fast.
    const start = offset >= 0 && offset < 0x7fff_ffff ? (offset | 0) % this.size : ((offset % this.size) + this.size) % this.size;
    const key = start * (WIDEST + 1) + size;
    const known = this.verdicts[key];
    if (known) return known === 2;
    const verdict = this.judge(start, size);
    if (key < this.verdicts.length) this.verdicts[key] = verdict ? 2 : 1;
    return verdict;
  }

  /** Declared scalars that share a byte with [offset, offset + size) of one value. */
  touched(offset: number, size: number): Unit[] {
    return this.units.filter(unit => unit.from < offset + size && offset < unit.to);
  }

  private judge(start: number, size: number): boolean {
    const units = new Set<number>();
    let partial = false;
    for (let at = start; at < start + size; at++) {
      const unit = this.owner[at % this.size] as number;
      if (unit === SHARED) return false;
      if (unit === PADDING) continue;
      const declared = this.units[unit];
      // Only a damaged recording has fields that do not lie on bytes.
      if (!declared) return false;
      const { from, to } = declared;
      const base = at < this.size ? 0 : this.size;
      if (base + from < start || base + to > start + size) partial = true;
      units.add(unit + base * this.units.length);
    }
    return partial && units.size > 1;
  }

  private shares(unit: Unit): boolean {
    for (let at = unit.from; at < unit.to && at < this.size; at++) if (this.owner[at] === SHARED) return true;
    return false;
  }
}

function elementsOf(field: Field): Unit[] {
  const lengths = [...field.type.matchAll(/\[(\d+)\]/g)].map(match => Number(match[1]));
  const count = lengths.reduce((product, length) => product * length, 1);
  if (lengths.length === 0 || count === 0 || field.size % count !== 0 || count > 65_536) return [{ name: field.name, type: field.type, from: field.offset, to: field.offset + field.size }];
  const width = field.size / count;
  const type = field.type.replace(/\[.*$/, '').trim();
  return Array.from({ length: count }, (_, at) => ({ name: `${field.name}[${at}]`, type, from: field.offset + at * width, to: field.offset + (at + 1) * width }));
}

/** Layouts by type; null for regions without fields. */
export class Layouts {
  private readonly known = new WeakMap<readonly Field[], Layout>();

  of(region: Region): Layout | null {
    if (region.fields.length === 0 || region.typeSize === null || !(Number.isInteger(region.typeSize) && region.typeSize > 0 && region.typeSize <= LARGEST)) return null;
    let layout = this.known.get(region.fields);
    if (layout === undefined) this.known.set(region.fields, (layout = new Layout(region.typeName ?? '', region.typeSize, region.fields)));
    return layout;
  }
}
