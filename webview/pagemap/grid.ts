/**
 * Where a byte stands inside the picture of its region. Grid coordinates count bytes: a byte is 1 × 1, x to the right, y down.
 */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** First offset of the grid (0, or negative when bytes in front of the region are shown) and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Cell sizes in bytes that are rectangles in this grid, ascending. */
  readonly units: readonly number[];
  /** Width and height of a cell of `unit` bytes. */
  extent(unit: number): readonly [width: number, height: number];
  /** Top left corner of an offset. */
  place(offset: number): readonly [x: number, y: number];
  /** Offset at a point, or null where the grid has none. */
  offsetAt(x: number, y: number): number | null;
}

/** Bytes in rows, like a hex dump. `first` must be a multiple of `columns`. */
export function linearGrid(end: number, columns: number, first = 0): Grid {
  const height = Math.max(1, Math.ceil((end - first) / columns));
  return {
    width: columns, height, first, end, units: [1],
    extent: () => [1, 1],
    place: offset => [mod(offset, columns), Math.floor((offset - first) / columns)],
    offsetAt(x, y) {
      if (x < 0 || y < 0 || x >= columns || y >= height) return null;
      return Math.floor(y) * columns + Math.floor(x) + first;
    },
  };
}

export const PAGE = 4096;
export const BLOCK = 256;
const LARGEST_COUNT = 1024;

/** The smallest cell of 4 KiB · 16ⁿ that divides a region into at most about a thousand. */
export function topUnit(size: number): number {
  let unit = PAGE;
  while (size / unit > LARGEST_COUNT) unit *= 16;
  return unit;
}

/**
 * Rows of pages; each page has 4 × 4 blocks of 256 bytes, each block 16 × 16 bytes, so that one zoom step by four is one
 * hexadecimal digit of the offset. Regions with more than about a thousand pages start with cells of 64 KiB, 1 MiB, ...
 */
export function nestedGrid(size: number, columns: number): Grid {
  const top = topUnit(size);
  const edge = Math.sqrt(top);
  const rows = Math.max(1, Math.ceil(size / (top * columns)));
  const width = columns * edge;
  const height = rows * edge;
  const units = [1, BLOCK];
  for (let unit = PAGE; unit <= top; unit *= 16) units.push(unit);
  return {
    width, height, first: 0, end: rows * columns * top, units,
    extent: unit => [Math.sqrt(unit), Math.sqrt(unit)],
    place(offset) {
      const index = Math.floor(offset / top);
      const [x, y] = inside(offset - index * top, top);
      return [(index % columns) * edge + x, Math.floor(index / columns) * edge + y];
    },
    offsetAt(x, y) {
      if (x < 0 || y < 0 || x >= width || y >= height) return null;
      const column = Math.floor(x / edge);
      const row = Math.floor(y / edge);
      return (row * columns + column) * top + offsetInside(Math.floor(x - column * edge), Math.floor(y - row * edge), top);
    },
  };
}

/** Corner of an offset inside one cell of `unit` bytes, digit by digit. */
function inside(offset: number, unit: number): [number, number] {
  let x = 0;
  let y = 0;
  let rest = offset;
  for (let step = unit / 16; step >= BLOCK; step /= 16) {
    const digit = Math.floor(rest / step);
    rest -= digit * step;
    const edge = Math.sqrt(step);
    x += (digit & 3) * edge;
    y += (digit >> 2) * edge;
  }
  return [x + (rest & 15), y + (rest >> 4)];
}

function offsetInside(x: number, y: number, unit: number): number {
  let offset = 0;
  let left = x;
  let top = y;
  for (let step = unit / 16; step >= BLOCK; step /= 16) {
    const edge = Math.sqrt(step);
    const column = Math.floor(left / edge);
    const row = Math.floor(top / edge);
    offset += (row * 4 + column) * step;
    left -= column * edge;
    top -= row * edge;
  }
  return offset + top * 16 + left;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
