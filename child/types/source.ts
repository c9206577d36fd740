/** Where types and signatures come from: each version of koffi tells them in another way. */
import type { Signature, TypeNode } from './node';

export type MadeFunction = (...args: unknown[]) => unknown;

export interface TypeSource {
  /** A type specification as koffi takes it: a name, a type object, a handle. */
  read(spec: unknown): TypeNode;
  /** Of a function that koffi made from `written`, the arguments of `func`. */
  ofFunction(made: MadeFunction, written: readonly unknown[]): Signature;
  /** Of a function that koffi made from a pointer and a function type. */
  ofPointer(made: MadeFunction, type: unknown): Signature;
  /** Wraps whatever must be followed to answer these questions. */
  install(exports: object): void;
}
