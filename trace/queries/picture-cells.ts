import type { RegionSummary } from '../format/summary';
import type { Cell } from './types';

type Growing = { -readonly [K in keyof Cell]: Cell[K] };

/** Cells of one height, put together from what falls into each. */
export class Cells {
  private readonly cells = new Map<string, Growing>();
  private column = 0;

  /** `tile`: bytes of a cell; `size`: bytes of the region. */
  constructor(private readonly tile: number, private readonly size: number) {}

  /** A new column, from the tiles of one node. */
  addTiles({ tile, index, tileReads, tileWrites, first, last }: RegionSummary, timeStart: number, timeEnd: number): void {
    const column = this.column++;
    for (let at = 0; at < index.length; at++) {
      const offset = (index[at] as number) * (tile as number);
      const cell = this.cell(column, Math.floor(offset / this.tile));
      grow(cell, { first: first[at] as number, last: last[at] as number, timeStart, timeEnd });
      cell.reads += tileReads[at] as number;
      cell.writes += tileWrites[at] as number;
    }
  }

  /** An access counts in every cell that it touches. */
  addAccess(column: number, access: { readonly ordinal: number; readonly time: number; readonly offset: number; readonly size: number; readonly write: boolean }): void {
    const [first, last] = [Math.max(0, access.offset), Math.min(this.size, access.offset + access.size) - 1];
    for (let row = Math.floor(first / this.tile); row <= Math.floor(last / this.tile); row++) {
      const cell = this.cell(column, row);
      grow(cell, { first: access.ordinal, last: access.ordinal, timeStart: access.time, timeEnd: access.time });
      cell[access.write ? 'writes' : 'reads']++;
    }
  }

  all(): readonly Cell[] {
    return [...this.cells.values()];
  }

  private cell(column: number, row: number): Growing {
    const key = `${column} ${row}`;
    let cell = this.cells.get(key);
    if (!cell) {
      const offset = row * this.tile;
      cell = { first: Infinity, last: -1, timeStart: Infinity, timeEnd: -Infinity, offset, size: Math.min(this.tile, this.size - offset), reads: 0, writes: 0 };
      this.cells.set(key, cell);
    }
    return cell;
  }
}

function grow(cell: Growing, { first, last, timeStart, timeEnd }: Pick<Cell, 'first' | 'last' | 'timeStart' | 'timeEnd'>): void {
  cell.first = Math.min(cell.first, first);
  cell.last = Math.max(cell.last, last);
  cell.timeStart = Math.min(cell.timeStart, timeStart);
  cell.timeEnd = Math.max(cell.timeEnd, timeEnd);
}
