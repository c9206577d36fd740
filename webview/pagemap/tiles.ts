import { hierarchy, treemap, treemapBinary, treemapSlice, treemapSquarify, type HierarchyRectangularNode } from 'd3';
import type { Track } from '../canvas/tracks';
import { linearGrid, nestedGrid, topUnit, type Grid } from './grid';

/** A region on the page map. Coordinates in CSS pixels at zoom 1. */
export interface Tile {
  /** Index of the track. */
  readonly index: number;
  readonly grid: Grid;
  /** Top left corner of the cells. */
  readonly x: number;
  readonly y: number;
  /** Size of one byte. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Room left of the cells for offsets, and above them for the title; 0 when there is none. */
  readonly gutter: number;
  readonly header: number;
  /** The share of the map that this region was given. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What the layout needs to know about a region besides its size. */
export interface TileInput {
  readonly track: Pick<Track, 'size'>;
  /** Lowest touched offset, at most 0, and the end of the highest, at least the size. */
  readonly first: number;
  readonly end: number;
}

/** Regions up to this size start at bytes. */
export const BYTE_REGION = 2048;
/** Bytes around a region that can be shown in its rows. */
const SHOWN_AROUND = 64;
const HEADER = 20;
const GUTTER = 46;
const GAP = 12;
const LARGEST_BYTE = { width: 40, height: 46 };
const LARGEST_PAGE = 96;
/** Divisions are compared for up to this many regions. */
const MOST_COMPARED = 40;

/** Gives every region a share of the map by what it would like to have, and fills that share with the largest cells that fit. */
export function layoutTiles(inputs: readonly TileInput[], width: number, height: number): Tile[] {
  if (inputs.length === 0 || width <= 0 || height <= 0) return [];
  const choices = inputs.length > MOST_COMPARED ? [treemapBinary] : [treemapBinary, treemapSquarify, treemapSquarify.ratio(3), treemapSlice];
  const layouts = choices.map(tiling => {
    const tiles = divide(inputs, width, height, tiling);
    return { tiles, score: tiles.reduce((sum, tile) => sum + legibility(tile), 0) };
  });
  return layouts.reduce((winner, each) => each.score > winner.score + 0.01 ? each : winner).tiles;
}

interface Item { index: number; children?: Item[] }
type Tiling = (node: HierarchyRectangularNode<Item>, x0: number, y0: number, x1: number, y1: number) => void;

function divide(inputs: readonly TileInput[], width: number, height: number, tiling: Tiling): Tile[] {
  const root = hierarchy<Item>({ index: -1, children: inputs.map((_, index) => ({ index })) })
    .sum(item => item.index < 0 ? 0 : wishedArea(inputs[item.index]!));
  const laidOut = treemap<Item>().size([width, height]).tile(tiling).round(true)(root);
  return laidOut.leaves().map(leaf => fillTile(inputs[leaf.data.index]!, leaf.data.index,
    { x: leaf.x0, y: leaf.y0, width: leaf.x1 - leaf.x0, height: leaf.y1 - leaf.y0 }));
}

/** How well a tile can be read, 0 to about 2: cells large enough for what they show, room for the title. */
function legibility({ grid, cellWidth, cellHeight, box, header, gutter }: Tile): number {
  const edge = grid.units.length === 1 ? 1 : Math.sqrt(grid.units.at(-1)!);
  const wished = grid.units.length === 1 ? [20, 19] as const : [24, 16] as const;
  const cells = Math.min(1.1, (cellWidth * edge) / wished[0]) * Math.min(1.1, (cellHeight * edge) / wished[1]);
  return cells + 0.5 * Math.min(1, box.width / 200) + (header ? 0.8 : 0) + (gutter ? 0.2 : 0);
}

/** Area that shows a region well: cells that can be read when it is small, growing ever more slowly when it is large. */
function wishedArea({ track }: TileInput): number {
  const cells = track.size <= BYTE_REGION
    ? Math.min(70_000, 8_000 + track.size * 480)
    : 12_000 * Math.log2(2 + track.size / topUnit(track.size) / 4);
  return cells + 8_000;
}

function fillTile(input: TileInput, index: number, box: Tile['box']): Tile {
  const header = box.height >= 44 && box.width >= 60 ? HEADER : 0;
  const gutter = box.width >= 150 ? GUTTER : 0;
  const gap = Math.min(GAP, box.width * 0.06, box.height * 0.06);
  const room = { width: Math.max(1, box.width - gutter - gap), height: Math.max(1, box.height - header - gap) };
  const choice = input.track.size <= BYTE_REGION ? bestLinear(input, room) : bestNested(input.track.size, room);
  return { index, ...choice, x: box.x + gutter, y: box.y + header, gutter, header, box };
}

interface Room { width: number; height: number }
interface Fill { grid: Grid; cellWidth: number; cellHeight: number }

function bestLinear({ track, first, end }: TileInput, room: Room): Fill {
  const fills = [8, 16, 32].map(columns => {
    const start = Math.max(-Math.ceil(SHOWN_AROUND / columns) * columns, Math.floor(first / columns) * columns);
    const grid = linearGrid(Math.min(end, track.size + SHOWN_AROUND), columns, start);
    return fill(grid, room, LARGEST_BYTE, [0.5, 1.25]);
  });
  return best(fills, ({ cellWidth, cellHeight, grid }) => Math.min(cellWidth / 20, cellHeight / 19) * (grid.width === 32 ? 0.6 : 1));
}

function bestNested(size: number, room: Room): Fill {
  const pages = Math.ceil(size / topUnit(size));
  const fills: Fill[] = [];
  for (let columns = 1; columns <= 64 && (columns === 1 || columns < pages * 2); columns *= 2) {
    const grid = nestedGrid(size, columns);
    const edge = Math.sqrt(topUnit(size));
    const page = pages === 1 ? Infinity : LARGEST_PAGE;
    fills.push(fill(grid, room, { width: page / edge, height: page / edge }, [0.6, 1.8]));
  }
  return best(fills, ({ cellWidth, cellHeight }) => Math.min(cellWidth, cellHeight * 1.3));
}

/** Largest cells of a grid in the room, with width to height inside `aspect`. */
function fill(grid: Grid, room: Room, largest: { width: number; height: number }, [narrow, wide]: readonly [number, number]): Fill {
  const width = Math.min(room.width / grid.width, largest.width);
  const height = Math.min(room.height / grid.height, largest.height);
  return { grid, cellWidth: Math.min(width, height * wide), cellHeight: Math.min(height, width / narrow) };
}

function best(fills: readonly Fill[], score: (fill: Fill) => number): Fill {
  return fills.reduce((winner, each) => score(each) > score(winner) * 1.001 ? each : winner);
}
