/** Names and handles of koffi 2's types, with the node each stands for. Pointers and arrays are derived from text. */
import { isExternal } from '../core/intrinsics';
import type { TypeNode } from './node';
import { withoutDirection } from './prototype';
import { isSwapped, textElement, type RawType } from './read';

const pointerLike = { size: 8, alignment: 8, ref: null, length: 1, members: [], swapped: false } as const;
const string = (name: string, characterSize: 1 | 2 | 4): TypeNode =>
  ({ ...pointerLike, name, kind: characterSize === 1 ? 'String' : `String${characterSize * 8}`, characterSize });
const strings = [string('char *', 1), string('char16_t *', 2), string('char32_t *', 4)] as const;
/** What koffi reads as text when it is pointed to, and the names such pointers have. */
const stringOf: Readonly<Record<string, TypeNode>> = {
  char: strings[0], char16_t: strings[1], char16: strings[1], char32_t: strings[2], char32: strings[2], wchar_t: strings[2], wchar: strings[2],
};
const stringNames: Readonly<Record<string, TypeNode>> = {
  'char *': strings[0], str: strings[0], string: strings[0], 'char16_t *': strings[1], 'char16 *': strings[1], str16: strings[1], string16: strings[1],
  'char32_t *': strings[2], 'char32 *': strings[2], 'wchar_t *': strings[2], 'wchar *': strings[2], str32: strings[2], string32: strings[2],
};
const unknown: TypeNode = { ...pointerLike, name: 'unknown', kind: 'Void', size: 0, characterSize: 0 };

export class BookEntries {
  readonly #named = new Map<string, TypeNode>(Object.entries(stringNames));
  readonly #handles = new WeakMap<object, TypeNode | string>();
  readonly #pointers = new WeakMap<TypeNode, TypeNode>();
  readonly #open: (name: string) => RawType;

  /** `open` describes a named type that is no pointer. */
  constructor(open: (name: string) => RawType, types: Readonly<Record<string, unknown>>) {
    this.#open = open;
    for (const [name, handle] of Object.entries(types)) if (isExternal(handle)) this.#handles.set(handle as object, name);
  }

  bind(handle: unknown, node: TypeNode): void { if (isExternal(handle)) this.#handles.set(handle as object, node); }

  name(name: unknown, handle: unknown, node: TypeNode): void {
    if (typeof name === 'string') this.#named.set(name, node);
    this.bind(handle, node);
  }

  read(spec: unknown): TypeNode {
    const known = typeof spec === 'object' && spec !== null ? this.#handles.get(spec) : spec;
    return typeof known === 'string' ? this.#fromText(known) : (known as TypeNode | undefined) ?? unknown;
  }

  plain(raw: RawType): TypeNode { return { ...pointerLike, name: raw.name, kind: raw.primitive, size: raw.size, alignment: raw.alignment, characterSize: 0 }; }

  pointerTo(ref: TypeNode): TypeNode {
    const text = stringOf[ref.name];
    if (text) return text;
    let node = this.#pointers.get(ref);
    if (!node) {
      const kind = ref.kind === 'Prototype' ? 'Callback' : 'Pointer';
      node = { ...pointerLike, name: `${ref.name}${ref.name.endsWith('*') ? '*' : ' *'}`, kind, ref, characterSize: kind === 'Pointer' ? textElement(ref) : 0, swapped: isSwapped(ref) };
      this.#pointers.set(ref, node);
    }
    return node;
  }

  arrayOf(ref: TypeNode, length: number): TypeNode {
    return { ...pointerLike, name: `${ref.name}[${length}]`, kind: 'Array', size: ref.size * length, alignment: ref.alignment, ref, length, characterSize: 0, swapped: isSwapped(ref) };
  }

  #fromText(text: string): TypeNode {
    const bare = withoutDirection(text).replace(/\bconst\b|!/g, ' ').replace(/\s+/g, ' ').trim();
    const known = this.#named.get(bare);
    if (known) return known;
    const [, base = bare, suffixes = ''] = /^(.*?)\s*((?:\*|\[\s*\d+\s*\]|\s)*)$/u.exec(bare) ?? [];
    let node = this.#base(base);
    for (const [suffix] of suffixes.matchAll(/\*|\[[^\]]*\]/g)) node = suffix === '*' ? this.pointerTo(node) : this.arrayOf(node, Number.parseInt(suffix.slice(1), 10));
    return node;
  }

  #base(name: string): TypeNode {
    let node = this.#named.get(name);
    if (!node) {
      node = this.plain(this.#open(name));
      this.#named.set(name, node);
    }
    return node;
  }
}
