/** Arguments and results as short text: at most 80 characters, and no code of the program runs for it. */
import { bufferLength, bufferPrototype, getOwnPropertyDescriptor, getPrototypeOf, isAnyArrayBuffer, isArray, isExternal, isNativeError, isProxy, isView, ownKeys, peek, quote, typedArrayName, viewShape } from '../core/intrinsics';

const LIMIT = 80;
const INNER = 5;
/** Gives the address behind an opaque handle of koffi 2, or null. */
export type AddressOf = (handle: unknown) => bigint | null;

const noAddress: AddressOf = () => null;

/** `pointer`: the declared type is a pointer, so integers are addresses. */
export function describe(value: unknown, pointer = false, addressOf: AddressOf = noAddress): string {
  return clip(text(value, pointer, addressOf, 0));
}

const clip = (shown: string): string => (shown.length <= LIMIT ? shown : `${shown.slice(0, LIMIT - 1)}…`);
const hex = (address: bigint): string => `0x${BigInt.asUintN(64, address).toString(16)}`;

function text(value: unknown, pointer: boolean, addressOf: AddressOf, depth: number): string {
  switch (typeof value) {
    case 'undefined': case 'boolean': return `${value}`;
    case 'number': return pointer && Number.isSafeInteger(value) ? hex(BigInt(value)) : Object.is(value, -0) ? '-0' : `${value}`;
    case 'bigint': return pointer ? hex(value) : `${value}n`;
    case 'string': return value.length > LIMIT ? `${quote(value.slice(0, LIMIT - 8)).slice(0, -1)}…"` : quote(value);
    case 'symbol': return 'symbol';
    case 'function': return named('function', value);
    default: return value === null ? 'null' : object(value as object, addressOf, depth);
  }
}

function object(value: object, addressOf: AddressOf, depth: number): string {
  if (isProxy(value)) return 'Proxy';
  if (isExternal(value)) { const address = addressOf(value); return address === null ? 'pointer' : hex(address); }
  if (isView(value)) return `${viewName(value)}(${viewShape(value).byteLength(value)})`;
  if (isAnyArrayBuffer(value)) return `ArrayBuffer(${bufferLength(value as ArrayBufferLike)})`;
  if (isNativeError(value)) return errorText(value);
  if (isArray(value)) return depth > 1 ? '[…]' : arrayText(value, addressOf, depth);
  return depth > 1 ? '{…}' : recordText(value, addressOf, depth);
}

/** Bytes stand in the parentheses, for Buffer and typed array alike. */
function viewName(view: ArrayBufferView): string {
  return getPrototypeOf(view) === bufferPrototype ? 'Buffer' : typedArrayName(view) ?? 'DataView';
}

function named(kind: string, value: object): string {
  if (isProxy(value)) return kind;
  const name = getOwnPropertyDescriptor(value, 'name')?.value as unknown;
  return typeof name === 'string' && name !== '' ? `${kind} ${name}` : kind;
}

function arrayText(array: readonly unknown[], addressOf: AddressOf, depth: number): string {
  const shown: string[] = [];
  for (let index = 0; index < Math.min(array.length, INNER); index++) shown.push(text(peek(array, index), false, addressOf, depth + 1));
  if (array.length > INNER) shown.push(`… ${array.length} in all`);
  return `[${shown.join(', ')}]`;
}

function recordText(record: object, addressOf: AddressOf, depth: number): string {
  const keys = ownKeys(record).filter((key): key is string => typeof key === 'string');
  const shown = keys.slice(0, INNER).map((key) => {
    const found = getOwnPropertyDescriptor(record, key);
    return `${key}: ${found && 'value' in found ? text(found.value, false, addressOf, depth + 1) : '(computed)'}`;
  });
  if (keys.length > INNER) shown.push('…');
  return shown.length === 0 ? '{}' : `{ ${shown.join(', ')} }`;
}

/** Name and message of what was thrown. */
export function errorText(thrown: unknown): string {
  if (!isNativeError(thrown)) return describe(thrown);
  const name = peek(thrown, 'name');
  const message = peek(thrown, 'message');
  return clip(`${typeof name === 'string' ? name : 'Error'}: ${typeof message === 'string' ? message : ''}`);
}
