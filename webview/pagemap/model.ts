import type { Track } from '../canvas/tracks';
import type { Counts } from './counts';
import type { Part } from './fields';
import type { GridBox } from './outline';
import type { Stretch } from './padding';
import type { FindingMark } from './paint/findings';
import type { Tile } from './tiles';

/** Zoom and pan: a point at (x, y) of the layout is drawn at (x · k + this.x, y · k + this.y). */
export interface MapTransform { readonly x: number; readonly y: number; readonly k: number }

/** A region with everything that its picture needs. */
export interface TileModel {
  readonly track: Track;
  readonly tile: Tile;
  readonly parts: readonly Part[];
  /** Bytes in no declared field. */
  readonly padding: readonly Stretch[];
  readonly findings: readonly FindingMark[];
  /** Null until counted. */
  readonly counts: Counts | null;
  /** Counts of the accesses that match the filter; null without a filter. */
  readonly matched: Counts | null;
  /** Contents for offset 0 and up; null where they are not known (yet). */
  readonly contents: Uint8Array | null;
}

/** Where a tile is on screen. */
export interface Placed {
  /** Top left corner of the grid, in CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Size of one byte, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of the grid that is in view, in whole bytes; null when nothing is. */
  readonly visible: GridBox | null;
}

export function placeTile(tile: Tile, transform: MapTransform, width: number, height: number): Placed {
  const x = tile.x * transform.k + transform.x;
  const y = tile.y * transform.k + transform.y;
  const cell = { width: tile.cellWidth * transform.k, height: tile.cellHeight * transform.k };
  const visible = {
    left: Math.max(0, Math.floor(-x / cell.width)), top: Math.max(0, Math.floor(-y / cell.height)),
    right: Math.min(tile.grid.width, Math.ceil((width - x) / cell.width)), bottom: Math.min(tile.grid.height, Math.ceil((height - y) / cell.height)),
  };
  return { x, y, ...cell, visible: visible.right > visible.left && visible.bottom > visible.top ? visible : null };
}
