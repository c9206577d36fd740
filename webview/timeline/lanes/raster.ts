import { BIN, largest, type Density } from './density';

/** Colours as 0xAABBGGRR with the alpha left out: what a little-endian ImageData takes. */
export interface RasterInk { readonly read: number; readonly write: number }

/** Lowest opacity of a bin with one access. */
const LEAST = 0.42;
/** Bins are joined to squares of this many where reads and writes meet, so that both can be told apart: read over write. */
const JOIN = 2;

/**
 * Picture of a density, one pixel per CSS pixel: opacity grows with the logarithm of the count. Where reads and writes fall into the same
 * 4 × 4 pixels, the upper half is read and the lower half written; the two hues are never blended.
 * @param weight multiplies the opacity (filter: what does not match is faint)
 */
export function rasterize(density: Density, pixels: Uint32Array, ink: RasterInk, weight = 1): void {
  const scale = (1 - LEAST) / Math.log2(1 + Math.max(1, largest(density)));
  const opacity = (count: number): number => Math.round(255 * weight * (LEAST + scale * Math.log2(1 + count)));
  for (let row = 0; row < density.rows; row += JOIN) {
    for (let column = 0; column < density.columns; column += JOIN) joinBins(density, pixels, ink, opacity, column, row);
  }
}

function joinBins(density: Density, pixels: Uint32Array, ink: RasterInk, opacity: (count: number) => number, column: number, row: number): void {
  const { columns, rows, reads, writes } = density;
  const right = Math.min(column + JOIN, columns);
  const bottom = Math.min(row + JOIN, rows);
  let [mostRead, mostWritten] = [0, 0];
  for (let y = row; y < bottom; y++) {
    for (let x = column; x < right; x++) {
      mostRead = Math.max(mostRead, reads[y * columns + x]!);
      mostWritten = Math.max(mostWritten, writes[y * columns + x]!);
    }
  }
  if (!mostRead && !mostWritten) return;
  const width = columns * BIN;
  if (mostRead && mostWritten) {
    const [top, middle, end] = [row * BIN, ((row + bottom) * BIN) >> 1, bottom * BIN];
    fill(pixels, width, column * BIN, top, right * BIN, middle, ink.read, opacity(mostRead));
    fill(pixels, width, column * BIN, middle, right * BIN, end, ink.write, opacity(mostWritten));
    return;
  }
  const [values, colour] = mostRead ? [reads, ink.read] : [writes, ink.write];
  for (let y = row; y < bottom; y++) {
    for (let x = column; x < right; x++) {
      const count = values[y * columns + x]!;
      if (count) fill(pixels, width, x * BIN, y * BIN, (x + 1) * BIN, (y + 1) * BIN, colour, opacity(count));
    }
  }
}

function fill(pixels: Uint32Array, width: number, left: number, top: number, right: number, bottom: number, colour: number, alpha: number): void {
  const value = ((alpha << 24) | colour) >>> 0;
  for (let y = top; y < bottom; y++) pixels.fill(value, y * width + left, y * width + right);
}
