/** Arrays that are used again for each block of a long way through a file: making new ones would cost more than filling them. */
export class Room {
  private readonly arrays = new Map<string, Uint8Array | Uint32Array | Float64Array>();

  /** An array of this length for a column; what it holds is left from the block before. */
  of<T extends Uint8Array | Uint32Array | Float64Array>(column: string, make: new (length: number) => T, length: number): T {
    let array = this.arrays.get(column) as T | undefined;
    if (!array || array.length < length) this.arrays.set(column, (array = new make(length)));
    return array.length === length ? array : (array.subarray(0, length) as T);
  }
}
