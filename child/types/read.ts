/**
 * From koffi's type objects to `TypeNode`. koffi 3 shows the members of a type as objects, koffi 2 as opaque handles
 * that its `introspect` opens; either way the same type gives the same node.
 */
import type { Member, TypeNode } from './node';

export interface RawType {
  readonly name: string; readonly primitive: string; readonly size: number; readonly alignment: number;
  readonly length?: number; readonly ref?: unknown;
  readonly members?: Readonly<Record<string, { readonly name: string; readonly type: unknown; readonly offset: number }>>;
}

const stringSizes: Readonly<Record<string, 1 | 2 | 4>> = { String: 1, String16: 2, String32: 4 };
const textElements: Readonly<Record<string, 1 | 2 | 4>> = { Int8: 1, Int16: 2, Int32: 4 };

export class TypeReader {
  readonly #open: (type: unknown) => RawType;
  readonly #nodes = new WeakMap<object, TypeNode>();

  /** `open` gives the described form of a type name, object or handle. */
  constructor(open: (type: unknown) => RawType) { this.#open = open; }

  read(type: unknown): TypeNode {
    const raw = this.#open(type);
    const known = this.#nodes.get(raw);
    if (known) return known;
    const node: { -readonly [Key in keyof TypeNode]: TypeNode[Key] } = {
      name: raw.name, kind: raw.primitive, size: raw.size, alignment: raw.alignment, ref: null,
      length: raw.length ?? 1, members: [], characterSize: stringSizes[raw.primitive] ?? 0, swapped: false,
    };
    this.#nodes.set(raw, node); // before the members: types may contain pointers to themselves
    if (raw.ref !== undefined) this.#pointee(node, raw.ref);
    if (raw.members) node.members = Object.values(raw.members).map((member): Member => ({ name: member.name, type: this.read(member.type), offset: member.offset }));
    // An opaque type may be completed later: ask again next time.
    if (node.ref?.kind === 'Void' && node.ref.name !== 'void') this.#nodes.delete(raw);
    return node;
  }

  #pointee(node: { ref: TypeNode | null; characterSize: 0 | 1 | 2 | 4; swapped: boolean; kind: string }, ref: unknown): void {
    node.ref = this.read(ref);
    if (node.kind === 'Pointer') node.characterSize = node.ref.name === 'void' ? 1 : textElements[node.ref.kind] ?? 0;
    node.swapped = /^U?Int\d+S$/.test(node.ref.kind);
  }
}
