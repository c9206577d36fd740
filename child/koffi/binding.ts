/** One loaded koffi: its native functions as they were, its types, and what its opaque handles stand for. */
import { isExternal } from '../core/intrinsics';
import type { Session } from '../core/session';
import type { AddressOf } from '../describe/value';
import type { Handles } from '../rows/marshal';
import type { Directions, Parameter, Signature, TypeNode } from '../types/node';
import { directionOf, parsePrototype } from '../types/prototype';
import { TypeReader, type RawType } from '../types/read';
import type { NativeKoffi } from './detect';

type AnyFunction = (...args: unknown[]) => unknown;

/** What koffi attaches to a function; version 2 lists bare types. */
interface FunctionInfo { readonly name: string; readonly result: unknown; readonly arguments: readonly unknown[] }
const directionNames: Readonly<Record<string, Directions>> = { Input: 1, Output: 2, 'Input/Output': 3 };

export class Binding implements Handles {
  readonly native: NativeKoffi;
  readonly session: Session;
  readonly types: TypeReader;
  /** koffi 2 has opaque pointers only; koffi 3 takes and gives addresses. */
  readonly opaquePointers: boolean;
  readonly #casts = new WeakMap<object, { readonly value: unknown; readonly type: unknown }>();
  readonly #marked = new WeakMap<object, Directions>();

  constructor(exports: NativeKoffi, session: Session) {
    this.native = { ...exports };
    this.session = session;
    this.opaquePointers = exports.type === undefined;
    const open = (exports.type ?? exports.introspect) as AnyFunction;
    this.types = new TypeReader((type) => open(type) as RawType);
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

  /** Signature of a function that koffi made from `written` (the arguments of `func`, or none). */
  signature(made: AnyFunction, written: readonly unknown[]): Signature {
    const info = (made as unknown as { info: FunctionInfo }).info;
    const text = written.length === 1 && typeof written[0] === 'string' ? parsePrototype(written[0]) : null;
    const listed = written.findLast((part) => Array.isArray(part)) as readonly unknown[] | undefined;
    const parameters = info.arguments.map((one, index): Parameter => ({
      name: text?.parameters[index]?.name ?? null,
      type: this.types.read(typeOf(one)),
      directions: statedDirections(one) ?? text?.parameters[index]?.directions ?? this.directionsOf(listed?.[index]),
    }));
    return { name: info.name, result: this.types.read(info.result), parameters, variadic: !('async' in made) };
  }

  /** Direction of a type specification: a marked type, or a name with a direction word. */
  directionsOf(spec: unknown): Directions {
    if (typeof spec === 'string') return directionOf(spec);
    return typeof spec === 'object' && spec !== null ? this.#marked.get(spec) ?? 1 : 1;
  }

  /** A type as given at a variadic call; the direction word is not part of the name. */
  variadicParameter(spec: unknown): Parameter {
    const directions = this.directionsOf(spec);
    const bare = typeof spec === 'string' ? spec.replace(/^\s*_(In|Out|Inout)_\s+/, '') : spec;
    return { name: null, type: this.types.read(bare), directions };
  }
}

const typeOf = (listed: unknown): unknown => (isListed(listed) ? listed.type : listed);
const statedDirections = (listed: unknown): Directions | undefined => (isListed(listed) ? directionNames[listed.direction] : undefined);
const isListed = (listed: unknown): listed is { type: unknown; direction: string } =>
  typeof listed === 'object' && listed !== null && !isExternal(listed) && 'direction' in listed;
