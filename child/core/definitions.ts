/** Labels, types, functions and sites: each is announced to the recorder once and then named by its id. */
import { flatten } from '../types/flatten';
import { type Signature, type TypeNode, isPointer } from '../types/node';
import { Ids } from './ids';
import { quote } from './intrinsics';

export interface Place { readonly file: string; readonly line: number; readonly column: number }
export interface Frame extends Place { readonly name: string | null }

const directionNames = ['value', 'in', 'out', 'inout'] as const;

export class Definitions {
  readonly #send: (json: string) => void;
  readonly #labels = new Map<string, number>();
  readonly #types = new WeakMap<TypeNode, number>();
  readonly #labelIds = new Ids();
  readonly #typeIds = new Ids();
  readonly #functionIds = new Ids();
  readonly #siteIds = new Ids();

  constructor(send: (json: string) => void) { this.#send = send; }

  label(text: string): number {
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    const id = this.#labelIds.next();
    this.#labels.set(text, id);
    this.#send(`{"define":"label","id":${id},"text":${quote(text)}}`);
    return id;
  }

  /** 0 for types without a size: nothing can be said about their bytes. */
  type(node: TypeNode | null): number {
    if (node === null || node.size === 0) return 0;
    const known = this.#types.get(node);
    if (known !== undefined) return known;
    const id = this.#typeIds.next();
    this.#types.set(node, id);
    const fields = flatten(node).map((field) => `{"name":${quote(field.name)},"type":${quote(field.type)},"offset":${field.offset},"size":${field.size}}`);
    this.#send(`{"define":"type","id":${id},"name":${quote(node.name)},"size":${node.size},"fields":[${fields.join(',')}]}`);
    return id;
  }

  function(signature: Signature, library: string): number {
    const id = this.#functionIds.next();
    const params = signature.parameters.map(({ name, type, directions }) => {
      const direction = isPointer(type) ? directionNames[directions] : 'value';
      return `{"name":${name === null ? 'null' : quote(name)},"type":${quote(type.name)},"direction":"${direction}"}`;
    });
    this.#send(`{"define":"function","id":${id},"name":${quote(signature.name)},"library":${quote(library)},"result":${quote(signature.result.name)},"params":[${params.join(',')}]}`);
    return id;
  }

  site(frames: readonly Frame[]): number {
    const [top, ...above] = frames;
    if (!top) return 0;
    const id = this.#siteIds.next();
    const stack = above.map((frame) => `{"name":${frame.name === null ? 'null' : quote(frame.name)},${place(frame)}}`);
    this.#send(`{"define":"site","id":${id},${place(top)},"stack":[${stack.join(',')}]}`);
    return id;
  }
}

const place = (frame: Place): string => `"file":${quote(frame.file)},"line":${frame.line},"column":${frame.column}`;
