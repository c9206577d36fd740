import { hex } from '../text/numbers';

/** How a value of a declared type is read from its bytes. */
export interface Scalar { readonly size: number; text(view: DataView): string }

const integer = (size: number, signed: boolean): Scalar => ({
  size,
  text: view => {
    switch (size) {
      case 1: return String(signed ? view.getInt8(0) : view.getUint8(0));
      case 2: return String(signed ? view.getInt16(0, true) : view.getUint16(0, true));
      case 4: return String(signed ? view.getInt32(0, true) : view.getUint32(0, true));
      default: return String(signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true));
    }
  },
});
const POINTER: Scalar = { size: 8, text: view => hex(view.getBigUint64(0, true)) };
const floating = (size: 4 | 8): Scalar => ({ size, text: view => String(size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true)) });

const NAMED: Readonly<Record<string, Scalar>> = {
  bool: { size: 1, text: view => (view.getUint8(0) === 0 ? 'false' : 'true') },
  char: integer(1, true), 'signed char': integer(1, true), uchar: integer(1, false), 'unsigned char': integer(1, false),
  short: integer(2, true), ushort: integer(2, false), 'unsigned short': integer(2, false),
  int: integer(4, true), uint: integer(4, false), 'unsigned int': integer(4, false), unsigned: integer(4, false),
  long: integer(8, true), ulong: integer(8, false), 'unsigned long': integer(8, false), size_t: integer(8, false), ssize_t: integer(8, true),
  longlong: integer(8, true), 'long long': integer(8, true), 'unsigned long long': integer(8, false), ulonglong: integer(8, false),
  intptr_t: integer(8, true), uintptr_t: integer(8, false), intptr: integer(8, true), uintptr: integer(8, false),
  float: floating(4), float32: floating(4), double: floating(8), float64: floating(8),
};

/** Null for structs, arrays and names that are not known. */
export function scalarOf(type: string): Scalar | null {
  const name = type.replace(/\bconst\b/g, '').trim();
  if (name.endsWith('*')) return POINTER;
  const fixed = /^(u?)int(8|16|32|64)(?:_t)?$/.exec(name);
  if (fixed) return integer(Number(fixed[2]) / 8, fixed[1] === '');
  return Object.hasOwn(NAMED, name) ? NAMED[name] as Scalar : null;
}
