/** One loaded koffi: its native functions as they were, its types, and what its opaque handles stand for. */
import { isExternal } from '../core/intrinsics';
import type { Session } from '../core/session';
import type { AddressOf } from '../describe/value';
import type { Handles } from '../rows/marshal';
import { TypeBook } from '../types/book';
import type { Directions, Parameter, TypeNode } from '../types/node';
import { directionOf, withoutDirection } from '../types/prototype';
import { TypeReader, type RawType } from '../types/read';
import type { TypeSource } from '../types/source';
import type { NativeKoffi } from './detect';

export class Binding implements Handles {
  readonly native: NativeKoffi;
  readonly session: Session;
  readonly types: TypeSource;
  /** koffi 2 has opaque pointers only; koffi 3 takes and gives addresses. */
  readonly opaquePointers: boolean;
  readonly #casts = new WeakMap<object, { readonly value: unknown; readonly type: unknown }>();
  readonly #marked = new WeakMap<object, Directions>();

  constructor(exports: NativeKoffi, session: Session) {
    const { type, introspect, types = {} } = exports;
    this.native = { ...exports };
    this.session = session;
    this.opaquePointers = type === undefined;
    this.types = type ? new TypeReader((spec) => type(spec) as RawType)
      : new TypeBook((spec) => introspect?.(spec), types, (spec) => this.directionsOf(spec));
  }

  mark(handle: unknown, directions: Directions): void { if (isExternal(handle)) this.#marked.set(handle as object, directions); }

  noteCast(handle: unknown, value: unknown, type: unknown): void { if (isExternal(handle)) this.#casts.set(handle as object, { value, type }); }

  castOf(handle: object): { readonly value: unknown; readonly type: TypeNode } | undefined {
    const cast = this.#casts.get(handle);
    return cast && { value: cast.value, type: this.types.read(cast.type) };
  }

  readonly addressOf: AddressOf = (handle) => {
    if (typeof handle === 'bigint') return handle;
    if (!isExternal(handle) || this.#casts.has(handle as object)) return null;
    try { return this.native.address(handle); } catch { return null; }
  };

  /** A raw pointer in the form that this version of koffi takes. */
  pointerTo(address: bigint): unknown {
    if (!this.opaquePointers) return address;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(address);
    return this.native.decode(bytes, 'void *');
  }

  /** Direction of a type specification: a marked type, or a name with a direction word. */
  directionsOf(spec: unknown): Directions {
    if (typeof spec === 'string') return directionOf(spec);
    return typeof spec === 'object' && spec !== null ? this.#marked.get(spec) ?? 1 : 1;
  }

  /** A type as given at a variadic call; the direction word is not part of the name. */
  variadicParameter(spec: unknown): Parameter {
    const bare = typeof spec === 'string' ? withoutDirection(spec) : spec;
    return { name: null, type: this.types.read(bare), directions: this.directionsOf(spec) };
  }
}
