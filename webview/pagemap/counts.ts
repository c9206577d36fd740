/**
 * How often each byte of a stretch of memory was read and written, and the same summed over larger cells. Built from accesses in one
 * pass; accesses of any length cost the same (differences first, running sums afterwards).
 */
export interface CellCounts {
  /** Bytes in one cell. */
  readonly unit: number;
  /** Distinct bytes of each cell that were read. */
  readonly bytesRead: Uint32Array;
  readonly bytesWritten: Uint32Array;
  /** Touches summed over the bytes of each cell. */
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

export interface Counts {
  /** Offset of the first byte counted, at most 0. */
  readonly first: number;
  /** Touches per byte. */
  readonly reads: Uint32Array;
  readonly writes: Uint32Array;
  /** By ascending cell size; the first is 256 bytes. Cells count from offset 0, bytes outside the region are left out. */
  readonly cells: readonly CellCounts[];
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Distinct touched bytes in front of the region and behind its end. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

export class CountsBuilder {
  readonly #reads: Int32Array;
  readonly #writes: Int32Array;

  /** Counts offsets [first, end) of a region of `size` bytes. */
  constructor(readonly size: number, readonly first = 0, readonly end = size) {
    this.#reads = new Int32Array(end - first + 1);
    this.#writes = new Int32Array(end - first + 1);
  }

  /** Parts outside [first, end) are cut off. */
  add(offset: number, size: number, write: boolean): void {
    const from = Math.max(offset, this.first) - this.first;
    const to = Math.min(offset + size, this.end) - this.first;
    if (to <= from) return;
    const differences = write ? this.#writes : this.#reads;
    differences[from]! += 1;
    differences[to]! -= 1;
  }

  build(units: readonly number[]): Counts {
    const reads = runningSum(this.#reads);
    const writes = runningSum(this.#writes);
    const inner = { reads: reads.subarray(-this.first, this.size - this.first), writes: writes.subarray(-this.first, this.size - this.first) };
    return {
      first: this.first, reads, writes,
      cells: units.filter(unit => unit > 1).map(unit => sumCells(inner.reads, inner.writes, unit)),
      bytesRead: touched(inner.reads), bytesWritten: touched(inner.writes),
      bytesBefore: outside(reads, writes, 0, -this.first),
      bytesAfter: outside(reads, writes, this.size - this.first, reads.length),
    };
  }
}

function runningSum(differences: Int32Array): Uint32Array {
  const sums = new Uint32Array(differences.length - 1);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) sums[i] = sum += differences[i]!;
  return sums;
}

function sumCells(reads: Uint32Array, writes: Uint32Array, unit: number): CellCounts {
  const count = Math.ceil(reads.length / unit);
  const cells = { unit, bytesRead: new Uint32Array(count), bytesWritten: new Uint32Array(count), reads: new Float64Array(count), writes: new Float64Array(count) };
  for (let i = 0; i < reads.length; i++) {
    const cell = Math.floor(i / unit);
    const read = reads[i]!;
    const write = writes[i]!;
    if (read) { cells.bytesRead[cell]! += 1; cells.reads[cell]! += read; }
    if (write) { cells.bytesWritten[cell]! += 1; cells.writes[cell]! += write; }
  }
  return cells;
}

function touched(counts: Uint32Array): number {
  let bytes = 0;
  for (const count of counts) if (count) bytes++;
  return bytes;
}

function outside(reads: Uint32Array, writes: Uint32Array, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i++) if (reads[i] || writes[i]) bytes++;
  return bytes;
}
