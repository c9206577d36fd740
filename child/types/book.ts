/**
 * Types of koffi 2, kept by ourselves. Its `introspect` stores a reference in the type, and types that are copied afterwards
 * (disposables, named pointers) share that reference and release it twice when the process ends. So only types that are
 * never copied are introspected: no pointers, no strings; those are followed from where the program made them.
 */
import { peek } from '../core/intrinsics';
import { replace, type Callable } from '../koffi/callable';
import { BookEntries } from './book-entries';
import type { Directions, Parameter, Signature, TypeNode } from './node';
import { isConvention, parsePrototype } from './prototype';
import type { RawType } from './read';
import type { MadeFunction, TypeSource } from './source';

export class TypeBook implements TypeSource {
  readonly #entries: BookEntries;
  readonly #introspect: (type: unknown) => RawType;
  readonly #directions: (spec: unknown) => Directions;
  readonly #signatures = new WeakMap<TypeNode, Signature>();

  /** `types`: koffi's table of predefined types. `directions`: of a marked type. */
  constructor(introspect: (type: unknown) => unknown, types: Readonly<Record<string, unknown>>, directions: (spec: unknown) => Directions) {
    this.#introspect = introspect as (type: unknown) => RawType;
    this.#directions = directions;
    this.#entries = new BookEntries((name) => this.#introspect(name), types);
  }

  read(spec: unknown): TypeNode { return this.#entries.read(spec); }

  ofFunction(_made: MadeFunction, written: readonly unknown[]): Signature { return this.#signature(written, true); }

  ofPointer(_made: MadeFunction, type: unknown): Signature {
    const signature = this.#signatures.get(this.read(type));
    if (!signature) throw new Error('a function type that was not seen being made');
    return signature;
  }

  /** Follows what makes types; each gets the arguments and what koffi gave for them. */
  install(exports: object): void {
    const follow = (name: string, note: (args: readonly unknown[], made: unknown) => void): void => {
      replace(exports, name, (original: Callable) => new Proxy(original, {
        apply(target, self, args: unknown[]) {
          const made: unknown = Reflect.apply(target, self, args);
          try { note(args, made); } catch { /* a type we can't follow is read as opaque */ }
          return made;
        },
      }));
    };
    for (const name of ['struct', 'pack', 'union']) follow(name, (args, made) => this.#record(args, made));
    follow('pointer', (args, made) => this.#pointer(args, made));
    follow('array', ([ref, length], made) => { if (typeof length === 'number') this.#entries.bind(made, this.#entries.arrayOf(this.read(ref), length)); });
    follow('alias', ([name, type], made) => this.#entries.name(name, made, this.read(type)));
    follow('disposable', (args, made) => this.#disposable(args, made));
    follow('proto', (args, made) => this.#proto(args, made));
    for (const name of ['opaque', 'enumeration']) follow(name, (args, made) => this.#entries.name(args[0], made, this.#entries.plain(this.#introspect(made))));
    follow('resolve', ([type], made) => this.#entries.bind(made, this.read(type)));
    for (const name of ['in', 'out', 'inout']) follow(name, ([type], made) => this.#entries.bind(made, this.read(type)));
  }

  #record(args: readonly unknown[], made: unknown): void {
    const written = args.at(-1) as object;
    const raw = this.#introspect(made);
    const members = Object.values(raw.members ?? {}).map(({ name, offset }) => {
      const spec = peek(written, name);
      return { name, offset, type: this.read(Array.isArray(spec) ? spec[1] : spec) };
    });
    this.#entries.name(args[0], made, { ...this.#entries.plain(raw), members });
  }

  #pointer(args: readonly unknown[], made: unknown): void {
    const named = args.length > 1 && typeof args[1] !== 'number';
    const count = args[named ? 2 : 1];
    let node = this.read(args[named ? 1 : 0]);
    for (let level = 0; level < (typeof count === 'number' ? count : 1); level++) node = this.#entries.pointerTo(node);
    this.#entries.name(named ? args[0] : null, made, node);
  }

  #disposable(args: readonly unknown[], made: unknown): void {
    const named = args.length > 1 && typeof args[1] !== 'function';
    const node = this.read(args[named ? 1 : 0]);
    this.#entries.name(named ? args[0] : null, made, named && typeof args[0] === 'string' ? { ...node, name: args[0] } : node);
  }

  #proto(args: readonly unknown[], made: unknown): void {
    const signature = this.#signature(args, false);
    const node: TypeNode = { ...this.#entries.plain({ name: signature.name, primitive: 'Prototype', size: 8, alignment: 8 }) };
    this.#signatures.set(node, signature);
    this.#signatures.set(this.#entries.pointerTo(node), signature);
    this.#entries.name(signature.name, made, node);
  }

  #signature(written: readonly unknown[], concrete: boolean): Signature {
    if (written.length === 1) return this.#fromText(String(written[0]));
    const [first, second, third] = isConvention(written[0]) ? written.slice(1) : written;
    const named = Array.isArray(third) || concrete;
    const list = (named ? third : second) as readonly unknown[];
    const variadic = list.at(-1) === '...';
    const parameters = (variadic ? list.slice(0, -1) : list).map((spec): Parameter => ({ name: null, type: this.read(spec), directions: this.#directions(spec) }));
    return { name: named && first !== null && first !== undefined ? String(first) : '<anonymous>', result: this.read(named ? second : first), parameters, variadic };
  }

  #fromText(text: string): Signature {
    const { name, result, parameters, variadic } = parsePrototype(text);
    return {
      name: name ?? '<anonymous>', result: this.read(result), variadic,
      parameters: parameters.map((one): Parameter => ({ name: one.name, type: this.read(one.type), directions: one.directions })),
    };
  }
}
