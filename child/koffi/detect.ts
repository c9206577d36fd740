/** Recognises koffi's native module by what it exports, wherever it was loaded from (bundled, renamed, any version). */
export interface NativeKoffi {
  readonly version: string;
  load(path: string | null, options?: object): object;
  type?(spec: unknown): unknown;
  introspect?(spec: unknown): unknown;
  address(pointer: unknown): bigint;
  decode(...args: unknown[]): unknown;
  call(...args: unknown[]): unknown;
  as(value: unknown, type: unknown): object;
  in?(type: unknown): object;
  out(type: unknown): object;
  inout(type: unknown): object;
  alloc(type: unknown, length: number): unknown;
  free(pointer: unknown): void;
  view(pointer: unknown, length: number): ArrayBuffer;
  readonly types?: Readonly<Record<string, unknown>>;
  LibraryHandle?: { prototype: object };
}

const functions = ['load', 'struct', 'pointer', 'proto', 'decode', 'address', 'call', 'as', 'out', 'inout', 'alloc', 'free', 'view'] as const;

export function isKoffi(exports: unknown): exports is NativeKoffi {
  if (typeof exports !== 'object' || exports === null) return false;
  const module = exports as Record<string, unknown>;
  return typeof module['version'] === 'string' && functions.every((name) => typeof module[name] === 'function')
    && (typeof module['type'] === 'function' || typeof module['introspect'] === 'function');
}
