/**
 * Where koffi puts arguments on x86-64 Linux: the System V classification by eightbytes, with koffi's own reading of it
 * (a record is passed by its members' classes even when it is packed).
 */
import type { TypeNode } from '../types/node';

/** An eightbyte of an argument: 0 to 5 = rdi rsi rdx rcx r8 r9, 64 + k = stack eightbyte k, -1 = a vector register. */
export type Place = number;
export const VECTOR: Place = -1;
export const STACK: Place = 64;

export interface Layout {
  /** rdi carries the address of the memory for a result of more than 16 bytes. */
  readonly hiddenResult: boolean;
  /** Places of each parameter's eightbytes. */
  readonly places: readonly (readonly Place[])[];
}

type Class = 'none' | 'integer' | 'vector' | 'memory';

export function layoutOf(result: TypeNode, parameters: readonly TypeNode[]): Layout {
  const hiddenResult = inMemory(classesOf(result));
  let general = hiddenResult ? 1 : 0;
  let vector = 0;
  let stack = 0;
  const places = parameters.map((type): Place[] => {
    const classes = classesOf(type);
    const integers = classes.filter((one) => one === 'integer').length;
    const vectors = classes.filter((one) => one === 'vector').length;
    if (inMemory(classes) || general + integers > 6 || vector + vectors > 8) {
      const first = stack;
      stack += Math.max(1, Math.ceil(type.size / 8));
      return Array.from({ length: stack - first }, (_, index) => STACK + first + index);
    }
    vector += vectors;
    return classes.map((one) => (one === 'integer' ? general++ : VECTOR));
  });
  return { hiddenResult, places };
}

const inMemory = (classes: readonly Class[]): boolean => classes.length > 2 || classes.includes('memory');

function classesOf(type: TypeNode): Class[] {
  if (type.size > 64) return ['memory'];
  const classes: Class[] = Array.from({ length: Math.ceil(type.size / 8) }, () => 'none');
  classify(type, 0, classes);
  // Padding alone in an eightbyte takes a general register, as koffi copies whole eightbytes.
  return classes.map((one) => (one === 'none' ? 'integer' : one));
}

function classify(type: TypeNode, offset: number, into: Class[]): void {
  if (type.kind === 'Record' || type.kind === 'Union') {
    for (const member of type.members) classify(member.type, offset + (type.kind === 'Union' ? 0 : member.offset), into);
  } else if (type.kind === 'Array') {
    if (type.ref) for (let index = 0; index < type.length; index++) classify(type.ref, offset + index * type.ref.size, into);
  } else if (type.size > 0) {
    const at = offset >> 3;
    into[at] = merge(into[at] ?? 'none', type.kind === 'Float32' || type.kind === 'Float64' ? 'vector' : 'integer');
  }
}

const merge = (one: Class, other: Class): Class => (one === 'none' ? other : one === other ? one : 'integer');
