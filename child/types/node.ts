/** A type of the binding, read once from its type object. Sizes and offsets in bytes. */
export interface TypeNode {
  readonly name: string;
  /** koffi's primitive kind: 'Int32', 'Pointer', 'Record', ... */
  readonly kind: string;
  readonly size: number;
  readonly alignment: number;
  /** Pointee or element. */
  readonly ref: TypeNode | null;
  /** Elements of an array, else 1. */
  readonly length: number;
  readonly members: readonly Member[];
  /** Bytes of a character where text is accepted for this pointer, else 0. */
  readonly characterSize: 0 | 1 | 2 | 4;
  /** Elements are kept in the other byte order, so buffers are passed as converted copies. */
  readonly swapped: boolean;
}

export interface Member { readonly name: string; readonly type: TypeNode; readonly offset: number }

/** 1 in, 2 out, 3 inout: the bits of koffi and of the recording's region flags alike. */
export type Directions = 1 | 2 | 3;

export interface Parameter { readonly name: string | null; readonly type: TypeNode; readonly directions: Directions }

export interface Signature { readonly name: string; readonly result: TypeNode; readonly parameters: readonly Parameter[]; readonly variadic: boolean }

export const isPointer = (type: TypeNode): boolean => type.kind === 'Pointer' || type.kind.startsWith('String');
export const isAggregate = (type: TypeNode): boolean => type.kind === 'Record' || type.kind === 'Union';

/** Whether values of the type hold pointers that the binding fills from JavaScript values. */
export function holdsPointers(type: TypeNode): boolean {
  if (isPointer(type)) return true;
  if (type.kind === 'Array') return type.ref !== null && holdsPointers(type.ref);
  return isAggregate(type) && type.members.some((member) => holdsPointers(member.type));
}
