import { hex2 } from '../text/format';

type Reader = (view: DataView) => string;

const integer = (size: number, signed: boolean): Reader => view => {
  if (size === 8) return String(signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true));
  if (size === 4) return String(signed ? view.getInt32(0, true) : view.getUint32(0, true));
  if (size === 2) return String(signed ? view.getInt16(0, true) : view.getUint16(0, true));
  return String(signed ? view.getInt8(0) : view.getUint8(0));
};

const SIGNED = /^(int(8|16|32|64)?(_t)?|i(8|16|32|64)|short|long|long long|intptr_t|ssize_t|intptr|ptrdiff_t|signed char)$/;
const UNSIGNED = /^(uint(8|16|32|64)?(_t)?|u(8|16|32|64)|uchar|ushort|uint|ulong|unsigned( (char|short|int|long|long long))?|size_t|uintptr_t|uintptr|byte)$/;
const FLOAT = /^(float(32)?|f32)$/;
const DOUBLE = /^(double|float64|f64)$/;

/** Value of a field from its bytes (little-endian), for people; null where the type says nothing about it. */
export function decodeField(type: string, bytes: Uint8Array): string | null {
  const name = type.replace(/^(const|volatile) /, '').trim();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (/\*|^(pointer|ptr|char16_t \*)$/.test(name)) return bytes.length === 8 ? pointer(view) : null;
  if (/^char ?\[/.test(name)) return text(bytes);
  if (/^char$/.test(name) && bytes.length === 1) return `${view.getInt8(0)} ${text(bytes)}`;
  if (/^bool$/.test(name)) return bytes.some(byte => byte !== 0) ? 'true' : 'false';
  if (FLOAT.test(name) && bytes.length === 4) return real(view.getFloat32(0, true));
  if (DOUBLE.test(name) && bytes.length === 8) return real(view.getFloat64(0, true));
  if (![1, 2, 4, 8].includes(bytes.length)) return null;
  if (SIGNED.test(name)) return integer(bytes.length, true)(view);
  return UNSIGNED.test(name) ? integer(bytes.length, false)(view) : null;
}

const real = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(Number(value.toPrecision(9))));

function pointer(view: DataView): string {
  const value = view.getBigUint64(0, true);
  return value === 0n ? 'null' : `0x${value.toString(16)}`;
}

/** Printable text up to the first NUL. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const shown = [...bytes.subarray(0, end < 0 ? bytes.length : end)];
  return `"${shown.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hex2(byte)}`)).join('')}"`;
}

/** "74 65 61 00", cut with an ellipsis after `most` bytes. */
export function hexText(bytes: Uint8Array, most = Infinity): string {
  const shown = [...bytes.subarray(0, Math.min(bytes.length, most))].map(hex2).join(' ');
  return bytes.length > most ? `${shown} …` : shown;
}
