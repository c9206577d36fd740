import type { Lane } from './layout';

/** Size of a bin, in CSS pixels. */
export const BIN = 2;

/** Accesses of one lane in bins of 2 × 2 pixels: columns along the axis, rows along the offsets. */
export interface Density {
  readonly columns: number;
  readonly rows: number;
  readonly reads: Uint32Array;
  readonly writes: Uint32Array;
}

export function emptyDensity(lane: Pick<Lane, 'height'>, width: number): Density {
  const columns = Math.max(1, Math.ceil(width / BIN));
  const rows = Math.max(1, Math.floor(lane.height / BIN));
  return { columns, rows, reads: new Uint32Array(columns * rows), writes: new Uint32Array(columns * rows) };
}

/** Makes the function that counts an access, given its column. Reads of split lanes go to the upper half, writes to the lower. */
export function densityCounter(density: Density, { range, split }: Pick<Lane, 'range' | 'split'>): (column: number, offset: number, size: number, write: boolean, count?: number) => void {
  const { columns, rows } = density;
  const half = split ? Math.floor(rows / 2) : rows;
  const perByte = half / (range.to - range.from);
  return (column, offset, size, write, count = 1) => {
    if (column < 0 || column >= columns) return;
    const base = split && write ? rows - half : 0;
    const first = Math.max(0, Math.min(half - 1, Math.floor((offset - range.from) * perByte)));
    const last = Math.max(first, Math.min(half - 1, Math.ceil((offset + size - range.from) * perByte) - 1));
    const values = write ? density.writes : density.reads;
    for (let row = first; row <= last; row++) values[(base + row) * columns + column]! += count;
  };
}

/**
 * Share of the touched 4 × 4 pixels in which reads and writes meet. Where it is high, a lane is easier to read in two halves.
 */
export function mixedShare({ columns, rows, reads, writes }: Density): number {
  let [touched, mixed] = [0, 0];
  const any = (values: Uint32Array, column: number, row: number): boolean => {
    for (let y = row; y < Math.min(row + 2, rows); y++) for (let x = column; x < Math.min(column + 2, columns); x++) if (values[y * columns + x]) return true;
    return false;
  };
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column += 2) {
      const [read, written] = [any(reads, column, row), any(writes, column, row)];
      if (read || written) touched++;
      if (read && written) mixed++;
    }
  }
  return touched === 0 ? 0 : mixed / touched;
}

export function largest(density: Density): number {
  let most = 0;
  for (const values of [density.reads, density.writes]) for (const value of values) if (value > most) most = value;
  return most;
}
