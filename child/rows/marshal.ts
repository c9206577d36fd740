/**
 * From an argument's declared type and its value to rows: which memory the native function is given, byte for byte.
 * Follows koffi's rules of marshalling, since what koffi does with a value decides where the bytes lie.
 */
import type { Births } from '../core/births';
import type { Definitions } from '../core/definitions';
import { bufferLength, byteLengthOf, isAnyArrayBuffer, isArray, isExternal, isProxy, isView, peek, viewShape } from '../core/intrinsics';
import type { AddressOf } from '../describe/value';
import { holdsPointers, isAggregate, isPointer, type Directions, type TypeNode } from '../types/node';
import type { Blocks } from './blocks';
import type { Memories } from './memory';
import { Flag, Kind, NONE, SizeMode, type RowTable } from './table';

/** Elements of one array whose own pointers are followed. */
const FOLLOWED = 64;
/** Longest text behind a raw pointer that is looked for, in characters. */
const LONGEST_TEXT = 4096;
const zeroModes = { 1: SizeMode.zero8, 2: SizeMode.zero16, 4: SizeMode.zero32 } as const;

/** What values of the binding stand for, which only the binding knows. */
export interface Handles {
  /** The value and type in a `koffi.as(value, type)`, or undefined. */
  castOf(handle: object): { readonly value: unknown; readonly type: TypeNode } | undefined;
  readonly addressOf: AddressOf;
}

/** Where a pointer lies: in row `parent` at byte `where`, or (parent NONE) in an argument eightbyte. */
export class Marshaller {
  readonly table: RowTable;
  readonly #definitions: Definitions;
  readonly #memories: Memories;
  readonly #blocks: Blocks;
  readonly #births: Births;
  #handles: Handles | null = null;

  constructor(table: RowTable, definitions: Definitions, memories: Memories, blocks: Blocks, births: Births) {
    this.table = table;
    this.#definitions = definitions;
    this.#memories = memories;
    this.#blocks = blocks;
    this.#births = births;
  }

  begin(handles: Handles): void { this.table.clear(); this.#handles = handles; }

  pointer(value: unknown, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    if (value === null || value === undefined) return;
    switch (typeof value) {
      case 'string': this.#text(value, type.characterSize || 1, directions, parent, where, label, argument); return;
      case 'bigint': this.#address(value, type, directions, parent, where, label, argument); return;
      case 'number': if (Number.isSafeInteger(value)) this.#address(BigInt(value), type, directions, parent, where, label, argument); return;
      case 'object': this.#object(value, type, directions, parent, where, label, argument); return;
      default:
    }
  }

  /** Pointers inside a by-value record: `places` are the eightbytes it is passed in. */
  aggregate(value: unknown, type: TypeNode, places: readonly number[], label: string, argument: number): void {
    if (typeof value !== 'object' || value === null) return;
    this.#members(value, type, label, argument, NONE, (offset) => (offset % 8 === 0 ? places[offset >> 3] ?? -1 : -1), 0);
  }

  #object(value: object, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    if (isView(value)) this.#view(value, type, directions, parent, where, label, argument);
    else if (isProxy(value)) this.table.partial = true;
    else if (isExternal(value)) this.#handle(value, type, directions, parent, where, label, argument);
    else if (isAnyArrayBuffer(value)) this.#store(value as ArrayBufferLike, 0, bufferLength(value as ArrayBufferLike), type, directions, parent, where, label, argument, this.#births.of(value));
    else if (isArray(value)) this.#array(value, type, directions, parent, where, label, argument);
    else if (type.ref && isAggregate(type.ref)) this.#record(value, type.ref, directions, parent, where, label, argument);
    else this.table.partial = true;
  }

  #view(view: ArrayBufferView, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    const shape = viewShape(view);
    const buffer = shape.buffer(view);
    this.#store(buffer, shape.byteOffset(view), shape.byteLength(view), type, directions, parent, where, label, argument, this.#births.of(buffer, view));
  }

  #store(buffer: ArrayBufferLike, offset: number, size: number, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number, made: number): void {
    const total = bufferLength(buffer);
    if (total === 0) return;
    const text = this.#definitions.label(label);
    const typeId = this.#definitions.type(type.ref);
    if (type.swapped && directions === 1) {
      // Passed as a converted copy: nothing of the store itself is lent.
      this.table.add(parent, where, size, text, typeId, Flag.in | Flag.lent, argument, Kind.buffer);
      return;
    }
    this.table.add(parent, where, size, text, typeId, directions, argument, Kind.buffer, offset, total - offset - size, this.#memories.of(buffer), SizeMode.fixed, made);
  }

  #text(value: string, characterSize: 1 | 2 | 4, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    const size = characterSize === 1 ? byteLengthOf(value) + 1 : characterSize === 2 ? (value.length + 1) * 2 : (codePoints(value) + 1) * 4;
    this.table.add(parent, where, size, this.#definitions.label(label), 0, directions | Flag.lent, argument, Kind.string);
  }

  #handle(handle: object, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    const cast = this.#handles?.castOf(handle);
    if (cast) { this.pointer(cast.value, cast.type, directions, parent, where, label, argument); return; }
    const address = this.#handles?.addressOf(handle) ?? null;
    if (address !== null) this.#address(address, type, directions, parent, where, label, argument);
  }

  /** A raw pointer: a known block, or as much as the declared type promises. */
  #address(address: bigint, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    if (address === 0n) return;
    const ref = type.ref;
    const block = this.#blocks.find(address);
    if (block) {
      this.table.add(parent, where, Number(block.end - address), this.#definitions.label(label), this.#definitions.type(ref), directions,
        argument, Kind.alloc, Number(address - block.start), 0, block.memory, SizeMode.fixed, block.made);
    } else if (type.kind.startsWith('String') && directions === 1) {
      const mode = zeroModes[(type.characterSize || 1) as 1 | 2 | 4];
      this.table.add(parent, where, LONGEST_TEXT, this.#definitions.label(label), 0, directions, argument, Kind.string, 0, 0, 0, mode);
    } else if (ref !== null && ref.size > 0) {
      this.table.add(parent, where, ref.size, this.#definitions.label(label), this.#definitions.type(ref), directions, argument, isAggregate(ref) ? Kind.struct : Kind.buffer);
    }
  }

  #array(array: readonly unknown[], type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    const only = array.length === 1 ? peek(array, 0) : undefined;
    if (typeof only === 'string' && type.characterSize !== 0) { this.#text(only, type.characterSize, directions, parent, where, label, argument); return; }
    const element = type.ref;
    const size = array.length * (element?.size ?? type.characterSize);
    if (size === 0) return;
    const row = this.table.add(parent, where, size, this.#definitions.label(label), this.#definitions.type(element), directions | Flag.lent, argument, Kind.array);
    if (row !== NONE && element !== null && (directions & 1) !== 0 && holdsPointers(element)) this.#elements(array, element, row, 0, label, argument);
  }

  #elements(array: readonly unknown[], element: TypeNode, row: number, base: number, label: string, argument: number): void {
    if (array.length > FOLLOWED) this.table.partial = true;
    for (let index = 0; index < Math.min(array.length, FOLLOWED); index++) {
      this.#inside(peek(array, index), element, `${label}[${index}]`, argument, row, (offset) => offset, base + index * element.size);
    }
  }

  #record(value: object, type: TypeNode, directions: Directions, parent: number, where: number, label: string, argument: number): void {
    const row = this.table.add(parent, where, type.size, this.#definitions.label(label), this.#definitions.type(type), directions | Flag.lent, argument, Kind.struct);
    if (row !== NONE && (directions & 1) !== 0 && holdsPointers(type)) this.#members(value, type, label, argument, row, (offset) => offset, 0);
  }

  #members(value: object, type: TypeNode, label: string, argument: number, row: number, place: (offset: number) => number, base: number): void {
    for (const member of type.members) {
      if (!holdsPointers(member.type)) continue;
      this.#inside(peek(value, member.name), member.type, `${label}.${member.name}`, argument, row, place, base + member.offset);
    }
  }

  /** A value stored in memory (or, for a by-value record, in registers) at byte `offset`. */
  #inside(value: unknown, type: TypeNode, label: string, argument: number, row: number, place: (offset: number) => number, offset: number): void {
    if (isPointer(type)) {
      const where = place(offset);
      if (where >= 0) this.pointer(value, type, 1, row, where, label, argument);
    } else if (typeof value !== 'object' || value === null || isProxy(value)) {
      if (typeof value === 'object' && value !== null) this.table.partial = true;
    } else if (isAggregate(type)) {
      this.#members(value, type, label, argument, row, place, offset);
    } else if (type.ref && isArray(value)) {
      if (Math.min(value.length, type.length) > FOLLOWED) this.table.partial = true;
      for (let index = 0; index < Math.min(value.length, type.length, FOLLOWED); index++) {
        this.#inside(peek(value, index), type.ref, `${label}[${index}]`, argument, row, place, offset + index * type.ref.size);
      }
    }
  }
}

function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    const high = text.charCodeAt(index);
    const low = text.charCodeAt(index + 1);
    if (high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) { count--; index++; }
  }
  return count;
}
