import type { Size } from '../canvas/stack';
import type { MapTransform, TileModel } from './model';
import { mainTile } from './scene';

/** What a page map looks at, in words that another one understands: which bytes stand in its middle, and how large a byte is. */
export type Sight = { readonly kind: 'whole' } | {
  readonly kind: 'part';
  /** Name of the region. */
  readonly label: string;
  /** As strict rows of 16 bytes. */
  readonly rows: boolean;
  /** Width of a byte, in CSS pixels. */
  readonly byteWidth: number;
  /** What stands in the middle of the view, in bytes from the corner of a grid of this width. */
  readonly column: number;
  readonly row: number;
  readonly gridWidth: number;
  readonly offset: number;
};

export function sightOf(models: readonly TileModel[], transform: MapTransform, size: Size, rows: boolean): Sight | null {
  if (!rows && transform.k === 1) return { kind: 'whole' };
  const main = mainTile(models, transform, size);
  if (!main) return null;
  const { grid } = main.model.tile;
  const [column, row] = [(size.width / 2 - main.placed.x) / main.placed.width, (size.height / 2 - main.placed.y) / main.placed.height];
  const inside = (value: number, end: number): number => Math.min(Math.max(0, value), end - 1);
  const offset = grid.offsetAt(inside(column, grid.width), inside(row, grid.height)) ?? grid.first;
  return { kind: 'part', label: main.model.track.label, rows, byteWidth: main.placed.width, column, row, gridWidth: grid.width, offset };
}

/** The region that a sight is of, among others; the one of that name. */
export function modelFor(sight: Sight, models: readonly TileModel[]): TileModel | null {
  return sight.kind === 'whole' ? null : models.find(({ track }) => track.label === sight.label) ?? null;
}

/** Transform under which `model` shows the bytes of a sight where the other map has them. */
export function transformFor(sight: Extract<Sight, { kind: 'part' }>, model: TileModel, size: Size): MapTransform {
  const { tile } = model;
  const { grid } = tile;
  const [x, y] = grid.place(Math.min(Math.max(sight.offset, grid.first), grid.end - 1));
  const [column, row] = grid.width === sight.gridWidth ? [sight.column, sight.row] : [x + 0.5, y + 0.5];
  const k = Math.max(1, sight.byteWidth / tile.cellWidth);
  return { k, x: size.width / 2 - (tile.x + column * tile.cellWidth) * k, y: size.height / 2 - (tile.y + row * tile.cellHeight) * k };
}
