/** Memory alive outside calls whose extent is known: what the program got from `alloc` or looks at through `view`; `made` is the site, 0: not known. */
export interface Block { readonly start: bigint; readonly end: bigint; readonly region: number; readonly memory: number; readonly made: number }

/** Blocks ordered by address; they never overlap, a newer one displaces what it covers. */
export class Blocks {
  readonly #blocks: Block[] = [];

  get size(): number { return this.#blocks.length; }

  /** Adds a block and returns those it displaced (their memory was freed behind our back). */
  add(block: Block): Block[] {
    let first = this.#after(block.start);
    if (first > 0 && (this.#blocks[first - 1] as Block).end > block.start) first--;
    let count = 0;
    while (first + count < this.#blocks.length && (this.#blocks[first + count] as Block).start < block.end) count++;
    return this.#blocks.splice(first, count, block);
  }

  /** The block that starts at the address, taken out; undefined when there is none. */
  remove(start: bigint): Block | undefined {
    const at = this.#after(start) - 1;
    return this.#blocks[at]?.start === start ? this.#blocks.splice(at, 1)[0] : undefined;
  }

  find(address: bigint): Block | undefined {
    const block = this.#blocks[this.#after(address) - 1];
    return block !== undefined && address < block.end ? block : undefined;
  }

  /** Number of blocks that start at or below the address. */
  #after(address: bigint): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#blocks[middle] as Block).start <= address) low = middle + 1; else high = middle;
    }
    return low;
  }
}
