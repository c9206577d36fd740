import { AccessFlag, type Trace } from '../model/types';
import type { Part } from '../model/tree';
import type { RegionSummary } from '../format/summary';
import { SameBytes } from './bytes';
import { Cells } from './picture-cells';
import type { Picture, PictureOptions } from './types';
import { visitBlocks } from './visit';

/** Up to so many accesses are shown one by one. */
const SINGLE = 2000;
/** Rows that are read rather than taken from the index, where that gives a finer picture. */
const READ_BLOCKS = 4;

/**
 * A region over a stretch of the recording, drawn from the index: at most about `columns` x `rows` cells, however long the stretch is.
 * Where few accesses are left, each is a cell. Only accesses through this region count.
 */
export async function picture(trace: Trace, region: number, options: PictureOptions): Promise<Picture> {
  const { from = 0, to = trace.accessCount } = options;
  const size = trace.regionById.get(region)?.size ?? 0;
  const parts = await partsOf(trace, region, { from, to, columns: options.columns });
  const accesses = parts.reduce((sum, { summary }) => sum + (summary ? summary.reads + summary.writes : Infinity), 0);
  const blocks = parts.reduce((sum, { part }) => sum + part.to - part.from, 0);
  if (accesses <= SINGLE || blocks <= READ_BLOCKS) return read(trace, region, size, options, { from, to });
  const tile = parts.reduce((largest, { summary }) => Math.max(largest, summary?.tile ?? 1), Math.ceil(size / options.rows));
  const cells = new Cells(tile, size);
  for (const { part, summary } of parts) if (summary?.tile) cells.addTiles(summary, part.node?.timeStart ?? 0, part.node?.timeEnd ?? 0);
  return { cells: cells.all(), tile, single: false };
}

interface Shown { readonly part: Part; readonly summary: RegionSummary | null }

/** Parts that touch the region, split until there are `columns` of them, each with its tiles. */
async function partsOf(trace: Trace, region: number, { from, to, columns }: { from: number; to: number; columns: number }): Promise<readonly Shown[]> {
  const touching = (parts: readonly Part[]): Shown[] => parts
    .filter(part => { const [first, end] = trace.tree.ordinals(part); return end > from && first < to; })
    .map(part => ({ part, summary: part.node?.regions.find(one => one.region === region && !one.near) ?? null }))
    .filter(({ part, summary }) => summary !== null || part.node?.all !== true);
  let shown = touching(await trace.tree.top());
  for (;;) {
    const splits = shown.filter(({ part, summary }) => part.to - part.from > 1 && (!summary || summary.tile === null || isCut(trace, part, from, to)));
    const larger = splits.length > 0 ? splits : shown.length < columns ? widest(shown) : [];
    if (larger.length === 0) return shown;
    const below = await Promise.all(shown.map(async one => (larger.includes(one) ? touching(await trace.tree.under(one.part)) : [one])));
    shown = below.flat();
  }
}

/** A part at an end of the stretch, of which some lies outside. */
function isCut(trace: Trace, part: Part, from: number, to: number): boolean {
  const [first, end] = trace.tree.ordinals(part);
  return first < from || end > to;
}

function widest(shown: readonly Shown[]): Shown[] {
  const most = shown.reduce((width, { part }) => Math.max(width, part.to - part.from), 1);
  return most > 1 ? shown.filter(({ part }) => part.to - part.from === most) : [];
}

/** From the accesses themselves. */
async function read(trace: Trace, region: number, size: number, { columns, rows, signal }: PictureOptions, { from, to }: { from: number; to: number }): Promise<Picture> {
  const same = new SameBytes(trace, { region, offset: 0, size }, 'any', true);
  const found: { ordinal: number; time: number; offset: number; size: number; write: boolean }[] = [];
  for await (const { block, from: first, to: end } of visitBlocks(trace, { from, to, judge: node => same.judge(node), signal })) {
    for (let row = first; row < end; row++) {
      if (!same.matches(block, row) || block.region[row] !== region) continue;
      const write = ((block.flags[row] as number) & AccessFlag.write) !== 0;
      found.push({ ordinal: block.firstOrdinal + row, time: block.time[row] as number, offset: block.offset[row] as number, size: block.size[row] as number, write });
    }
  }
  const single = found.length <= SINGLE;
  const tile = single ? 1 : Math.max(1, Math.ceil(size / rows));
  if (single) {
    return { single, tile, cells: found.map(one => ({
      first: one.ordinal, last: one.ordinal, timeStart: one.time, timeEnd: one.time, offset: one.offset, size: one.size, reads: one.write ? 0 : 1, writes: one.write ? 1 : 0,
    })) };
  }
  const cells = new Cells(tile, size);
  const [start, end] = [found[0]?.ordinal ?? 0, (found.at(-1)?.ordinal ?? 0) + 1];
  for (const one of found) cells.addAccess(Math.floor(((one.ordinal - start) / (end - start)) * columns), one);
  return { single, tile, cells: cells.all() };
}
