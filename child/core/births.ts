/**
 * Where the program's buffers were made. Functions that make them are watched, each buffer is remembered with the place that called,
 * and a call that is given one tells that place. Buffers made elsewhere have none.
 */
import type { Below } from './below';
import { apply, bufferLength, isAnyArrayBuffer, isView, viewShape } from './intrinsics';
import { quiet, replace, type Around, type Callable } from '../koffi/callable';

/** What is watched: nothing, functions, or constructors as well. */
export const Watched = { off: 0, functions: 1, all: 2 } as const;

const functions = ['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'from', 'concat', 'copyBytesFrom'];
const constructors = [
  'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array', 'Float32Array', 'Float64Array',
];

/** So many buffers are remembered in a thread, so that a program that makes buffers all the time is slowed down by no more than that. */
const MOST = 20_000;

export class Births {
  readonly #here: (below: Below) => number;
  readonly #places = new WeakMap<object, number>();
  #what: number = Watched.off;
  #count = 0;

  /** `here`: the site of the program above a function of ours. */
  constructor(here: (below: Below) => number) { this.#here = here; }

  /** `file`: the hook's bundle. */
  watch(what: number, file: string): void {
    this.#what = what;
    if (what === Watched.off) return;
    for (const name of functions) replace(Buffer, name, (made) => new Proxy(made, { apply: this.#function(file) }));
    if (what === Watched.all) for (const name of constructors) this.#replaceConstructor(name);
  }

  /** Site id of the place that allocates right now; 0 where nothing is watched. */
  here(below: Below): number { return this.#what === Watched.off ? 0 : this.#here(below); }

  /** Site id of the place where a view, or else the buffer that it looks at, was made; 0: not known. */
  of(buffer: object, view: object | null = null): number {
    return (view === null ? undefined : this.#places.get(view)) ?? this.#places.get(buffer) ?? 0;
  }

  #function(file: string): Around {
    const around: Around = quiet(file, (target, self, args) => {
      const made = apply(target, self, args);
      this.#note(made, around);
      return made;
    });
    return around;
  }

  /** The constructor that the program finds everywhere becomes one of ours; what it makes is what it made before. */
  #replaceConstructor(name: string): void {
    replace(globalThis, name, (original) => {
      const construct = (target: Callable, args: unknown[], asked: Callable): object => {
        const made = Reflect.construct(target, args, asked === proxy ? target : asked) as object;
        this.#note(made, construct);
        return made;
      };
      const proxy: Callable = new Proxy(original, { construct });
      const { prototype } = original as unknown as { prototype: object };
      replace(prototype, 'constructor', () => proxy);
      return proxy;
    });
  }

  #note(made: unknown, below: Below): void {
    if (this.#count >= MOST || typeof made !== 'object' || made === null || !(isView(made) || isAnyArrayBuffer(made))) return;
    this.#count++;
    try {
      const place = this.#here(below);
      this.#places.set(made, place);
      if (isView(made) && hasOwnStore(made)) this.#places.set(viewShape(made).buffer(made), place);
    } catch {
      // The program ran out of stack here: the buffer has no place.
    }
  }
}

/** V8 keeps the bytes of smaller arrays beside them, until somebody asks for their buffer: we don't. */
const ON_HEAP = 64;

/** The view is all of its buffer, so that other views of that come from the same place. */
function hasOwnStore(view: ArrayBufferView): boolean {
  const shape = viewShape(view);
  const size = shape.byteLength(view);
  return size > ON_HEAP && shape.byteOffset(view) === 0 && bufferLength(shape.buffer(view)) === size;
}
