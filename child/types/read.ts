/** Types of koffi 3: its type objects show everything, the same object for the same type. */
import type { Directions, Member, Parameter, Signature, TypeNode } from './node';
import { parsePrototype } from './prototype';
import type { MadeFunction, TypeSource } from './source';

export interface RawType {
  readonly name: string; readonly primitive: string; readonly size: number; readonly alignment: number;
  readonly length?: number; readonly ref?: unknown;
  readonly members?: Readonly<Record<string, { readonly name: string; readonly type: unknown; readonly offset: number }>>;
}

interface FunctionInfo { readonly name: string; readonly result: unknown; readonly arguments: readonly { readonly type: unknown; readonly direction: string }[] }
const directionNames: Readonly<Record<string, Directions>> = { Input: 1, Output: 2, 'Input/Output': 3 };
const stringSizes: Readonly<Record<string, 1 | 2 | 4>> = { String: 1, String16: 2, String32: 4 };
const textElements: Readonly<Record<string, 1 | 2 | 4>> = { Int8: 1, Int16: 2, Int32: 4 };

/** Bytes of a character where a pointer to this takes text. */
export const textElement = (ref: TypeNode): 0 | 1 | 2 | 4 => (ref.name === 'void' ? 1 : textElements[ref.kind] ?? 0);
export const isSwapped = (ref: TypeNode): boolean => /^U?Int\d+S$/.test(ref.kind);

export class TypeReader implements TypeSource {
  readonly #open: (type: unknown) => RawType;
  readonly #nodes = new WeakMap<object, TypeNode>();

  /** `open` gives the type object for a name or type object. */
  constructor(open: (type: unknown) => RawType) { this.#open = open; }

  install(): void {}

  read(type: unknown): TypeNode {
    const raw = this.#open(type);
    const known = this.#nodes.get(raw);
    if (known) return known;
    const node: { -readonly [Key in keyof TypeNode]: TypeNode[Key] } = {
      name: raw.name, kind: raw.primitive, size: raw.size, alignment: raw.alignment, ref: null,
      length: raw.length ?? 1, members: [], characterSize: stringSizes[raw.primitive] ?? 0, swapped: false,
    };
    this.#nodes.set(raw, node); // before the members: types may contain pointers to themselves
    if (raw.ref !== undefined) {
      node.ref = this.read(raw.ref);
      if (node.kind === 'Pointer') node.characterSize = textElement(node.ref);
      node.swapped = isSwapped(node.ref);
    }
    if (raw.members) node.members = Object.values(raw.members).map((member): Member => ({ name: member.name, type: this.read(member.type), offset: member.offset }));
    // An opaque type may be completed later: ask again next time.
    if (node.ref?.kind === 'Void' && node.ref.name !== 'void') this.#nodes.delete(raw);
    return node;
  }

  ofFunction(made: MadeFunction, written: readonly unknown[]): Signature {
    const signature = this.#described(made);
    if (written.length !== 1 || typeof written[0] !== 'string') return signature;
    const names = parsePrototype(written[0]).parameters;
    return { ...signature, parameters: signature.parameters.map((one, index) => ({ ...one, name: names[index]?.name ?? null })) };
  }

  ofPointer(made: MadeFunction): Signature { return this.#described(made); }

  #described(made: MadeFunction): Signature {
    const info = (made as unknown as { info: FunctionInfo }).info;
    const parameters = info.arguments.map(({ type, direction }): Parameter => ({ name: null, type: this.read(type), directions: directionNames[direction] ?? 1 }));
    return { name: info.name, result: this.read(info.result), parameters, variadic: !('async' in made) };
  }
}
