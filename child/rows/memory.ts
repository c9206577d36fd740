/** Which memory of the program a view lies in, as an id that is the same for every view of one backing store. */
import { isSharedArrayBuffer } from '../core/intrinsics';
import { MemoryIds } from '../core/ids';

export class Memories {
  readonly #ids = new MemoryIds();
  readonly #known = new WeakMap<ArrayBufferLike, number>();
  readonly #addressOf: (buffer: ArrayBufferLike) => bigint;

  constructor(addressOf: (buffer: ArrayBufferLike) => bigint) { this.#addressOf = addressOf; }

  fresh(): number { return this.#ids.next(); }

  of(buffer: ArrayBufferLike): number {
    let id = this.#known.get(buffer);
    if (id === undefined) {
      // Several threads see one shared buffer: its address is the only name they have in common.
      id = isSharedArrayBuffer(buffer) ? Number(BigInt.asUintN(52, this.#addressOf(buffer))) : this.fresh();
      this.#known.set(buffer, id);
    }
    return id;
  }

  /** The store is a window to memory that has an id already. */
  adopt(buffer: ArrayBufferLike, id: number): void { this.#known.set(buffer, id); }
}
