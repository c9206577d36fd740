/**
 * How often each byte of a stretch of memory was read and written, and the same summed over larger cells. Built from accesses in one
 * pass; accesses of any length cost the same (differences first, running sums afterwards).
 *
 * A *grain* is the smallest piece that is counted: one byte, or 256 bytes where memory would not do.
 */
export interface CellCounts {
  /** Bytes in one cell. */
  readonly unit: number;
  /** Bytes of each cell that were read (whole grains). */
  readonly bytesRead: Uint32Array;
  readonly bytesWritten: Uint32Array;
  /** Touches summed over the bytes of each cell. */
  readonly reads: Float64Array;
  readonly writes: Float64Array;
}

export interface Counts {
  /** Offset of the first byte counted, at most 0. */
  readonly first: number;
  readonly grain: number;
  /** Touches per grain. */
  readonly reads: Uint32Array;
  readonly writes: Uint32Array;
  /** By ascending cell size. Cells count from offset 0, bytes outside the region are left out. */
  readonly cells: readonly CellCounts[];
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** Touched bytes in front of the region and behind its end. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

export class CountsBuilder {
  readonly #reads: Int32Array;
  readonly #writes: Int32Array;
  readonly #before: number;
  readonly #inner: number;
  readonly #length: number;

  /** Counts offsets from `around` bytes in front of a region of `size` bytes to `around` bytes behind it. */
  constructor(readonly size: number, readonly around = 0, readonly grain = 1) {
    this.#before = Math.ceil(around / grain);
    this.#inner = Math.ceil(size / grain);
    this.#length = this.#before * 2 + this.#inner;
    this.#reads = new Int32Array(this.#length + 1);
    this.#writes = new Int32Array(this.#length + 1);
  }

  /** Parts too far outside the region are cut off. */
  add(offset: number, size: number, write: boolean, times = 1): void {
    const from = Math.max(0, Math.floor(offset / this.grain) + this.#before);
    const to = Math.min(this.#length, Math.ceil((offset + size) / this.grain) + this.#before);
    if (to <= from) return;
    const differences = write ? this.#writes : this.#reads;
    differences[from]! += times;
    differences[to]! -= times;
  }

  /** Sums up; the builder is used up. `units` are multiples of the grain; 1 is left out. */
  build(units: readonly number[]): Counts {
    const reads = runningSum(this.#reads);
    const writes = runningSum(this.#writes);
    const end = this.#before + this.#inner;
    const inner = { reads: reads.subarray(this.#before, end), writes: writes.subarray(this.#before, end) };
    const bytes = (counts: Uint32Array): number => Math.min(this.size, touched(counts) * this.grain);
    return {
      first: -this.#before * this.grain, grain: this.grain, reads, writes,
      cells: units.filter(unit => unit > 1).map(unit => sumCells(inner.reads, inner.writes, unit, this.grain)),
      bytesRead: bytes(inner.reads), bytesWritten: bytes(inner.writes),
      bytesBefore: outside(reads, writes, 0, this.#before) * this.grain,
      bytesAfter: outside(reads, writes, end, reads.length) * this.grain,
    };
  }
}

/** Touches of one byte. */
export function touchesAt(counts: Counts, offset: number): { reads: number; writes: number } {
  const at = Math.floor((offset - counts.first) / counts.grain);
  return { reads: counts.reads[at] ?? 0, writes: counts.writes[at] ?? 0 };
}

/** In place: these arrays are as large as the memory they describe. */
function runningSum(differences: Int32Array): Uint32Array {
  let sum = 0;
  for (let i = 0; i < differences.length; i++) differences[i] = sum += differences[i]!;
  return new Uint32Array(differences.buffer, 0, differences.length - 1);
}

function sumCells(reads: Uint32Array, writes: Uint32Array, unit: number, grain: number): CellCounts {
  const perCell = unit / grain;
  const count = Math.ceil(reads.length / perCell);
  const cells = { unit, bytesRead: new Uint32Array(count), bytesWritten: new Uint32Array(count), reads: new Float64Array(count), writes: new Float64Array(count) };
  for (let i = 0; i < reads.length; i++) {
    const read = reads[i]!;
    const write = writes[i]!;
    if (!read && !write) continue;
    const cell = Math.floor(i / perCell);
    if (read) { cells.bytesRead[cell]! += grain; cells.reads[cell]! += read * grain; }
    if (write) { cells.bytesWritten[cell]! += grain; cells.writes[cell]! += write * grain; }
  }
  return cells;
}

function touched(counts: Uint32Array): number {
  let grains = 0;
  for (const count of counts) if (count) grains++;
  return grains;
}

function outside(reads: Uint32Array, writes: Uint32Array, from: number, to: number): number {
  let grains = 0;
  for (let i = from; i < to; i++) if (reads[i] || writes[i]) grains++;
  return grains;
}
