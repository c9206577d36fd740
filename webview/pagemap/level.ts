/** How a region is drawn at the present zoom. */
export interface Level {
  /** Bytes in one cell. */
  readonly unit: number;
  /** `bars`: share of bytes up and down; `halves`: one byte in two tones; `values`: one byte with its value. */
  readonly style: 'bars' | 'halves' | 'values';
}

/** Smallest byte cell that shows a value, in CSS pixels. */
export const VALUE_WIDTH = 20;
export const VALUE_HEIGHT = 19;
const SMALLEST_CELL = 4;
const PAGE_OPENS = 40;
const BLOCK_OPENS = 200 / 4;

/**
 * Chooses the cell size of a grid.
 * @param units cell sizes that the grid can draw, ascending
 * @param width, height of one byte on screen, in CSS pixels
 */
export function levelFor(units: readonly number[], width: number, height: number): Level {
  const small = Math.min(width, height);
  if (units.length === 1 || small * 16 >= BLOCK_OPENS) return { unit: 1, style: byteStyle(width, height) };
  if (small * 64 >= PAGE_OPENS) return { unit: 256, style: 'bars' };
  const unit = units.find(each => each >= 4096 && small * Math.sqrt(each) >= SMALLEST_CELL);
  return { unit: unit ?? units.at(-1)!, style: 'bars' };
}

function byteStyle(width: number, height: number): 'halves' | 'values' {
  return width >= VALUE_WIDTH && height >= VALUE_HEIGHT ? 'values' : 'halves';
}
