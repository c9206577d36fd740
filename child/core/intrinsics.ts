/**
 * Built-ins as they were before the program could patch them. Everything that looks at values of the program
 * goes through these, so that no getter, proxy trap or patched method of the program ever runs.
 */
import { types } from 'node:util';

export const { isProxy, isExternal, isNativeError, isSharedArrayBuffer, isAnyArrayBuffer } = types;
export const isView = ArrayBuffer.isView;
export const isArray = Array.isArray;
export const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
export const { defineProperty } = Object;
export const quote = JSON.stringify as (text: string) => string;
export const byteLengthOf = Buffer.byteLength as (text: string) => number;
export const bufferPrototype: object = Buffer.prototype;

type Getter<Of, Value> = (of: Of) => Value;

/** The getter of a built-in accessor, callable with the object as its argument. */
function getter<Of, Value>(prototype: object, key: PropertyKey): Getter<Of, Value> {
  const get = getOwnPropertyDescriptor(prototype, key)?.get;
  if (!get) throw new Error(`no getter ${String(key)}`);
  return (of) => apply(get, of, []) as Value;
}

const typedArray = getPrototypeOf(Uint8Array.prototype) as object;

export interface ViewShape { readonly byteLength: Getter<ArrayBufferView, number>; readonly byteOffset: Getter<ArrayBufferView, number>; readonly buffer: Getter<ArrayBufferView, ArrayBufferLike> }

const shapeOf = (prototype: object): ViewShape => ({
  byteLength: getter(prototype, 'byteLength'), byteOffset: getter(prototype, 'byteOffset'), buffer: getter(prototype, 'buffer'),
});
const typedArrayShape = shapeOf(typedArray);
const dataViewShape = shapeOf(DataView.prototype);

/** "Uint8Array" and so on for typed arrays, undefined for everything else. */
export const typedArrayName = getter<unknown, string | undefined>(typedArray, Symbol.toStringTag);
export const viewShape = (view: ArrayBufferView): ViewShape => (typedArrayName(view) === undefined ? dataViewShape : typedArrayShape);

const privateLength = getter<ArrayBuffer, number>(ArrayBuffer.prototype, 'byteLength');
const sharedLength = getter<SharedArrayBuffer, number>(SharedArrayBuffer.prototype, 'byteLength');
export const bufferLength = (buffer: ArrayBufferLike): number =>
  (isSharedArrayBuffer(buffer) ? sharedLength(buffer as SharedArrayBuffer) : privateLength(buffer as ArrayBuffer));

/** The value of a data property, own or inherited; undefined where reading it would run code of the program. */
export function peek(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at !== null; at = getPrototypeOf(at)) {
    if (isProxy(at)) return undefined;
    const found = getOwnPropertyDescriptor(at, key);
    if (found) return found.value;
  }
  return undefined;
}
