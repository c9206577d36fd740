import type { Call, Region } from '../model/types';
import { bytesAt } from '../queries/contents';
import { accessesTo, type Range } from './bytes';
import { stopping, type Cancel } from './cancel';
import { lastMade, type Position } from './position';
import { RegionIndex, endOf } from './region-index';
import type { Replay } from './replay';
import { findAccess } from './search';

/** Contents of memory at a moment; `known` is 0 for bytes of which the recording can't tell. */
export interface Contents { readonly bytes: Uint8Array; readonly known: Uint8Array }

/**
 * Memory as it was at a position, from the contents kept before and after each call: a byte is what it was before the call
 * until it is first written, and what it was after it once it was last written. In between it is what the last write stored, where values were recorded.
 */
export class Memory {
  readonly regions: RegionIndex;

  constructor(private readonly replay: Replay) {
    this.regions = new RegionIndex(replay.source.trace.regionById.values());
  }

  /** What a range held there. */
  async read({ address, size }: Range, position: Position, cancel: Cancel): Promise<Contents> {
    const contents = { bytes: new Uint8Array(size), known: new Uint8Array(size) };
    for (const region of this.inReach({ address, size }, position)) {
      if (contents.known.every(known => known === 1)) break;
      await this.fill(contents, address, region, position, cancel);
    }
    return contents;
  }

  /** The last access up to a position that wrote to a range; its ordinal, or null. */
  async lastWriter(range: Range, position: Position, cancel: Cancel, before = false): Promise<number | null> {
    const query = accessesTo(this.replay.source, this.regions, range, 'write');
    let best: Position | null = null;
    for (const line of this.replay.threads) {
      const from = await this.replay.where(line.thread, position);
      if (!from) continue;
      const found = await findAccess(this.replay.source, line.thread, query, lastMade(from) - (before && from.kind === 'access' ? 1 : 0), 'backward', cancel);
      const access = found === null ? null : await line.access(found);
      if (access && (!best || access.time > best.time)) best = access;
    }
    return best?.ordinal ?? null;
  }

  /** Regions over a range, those that say most about this moment first: of calls under way, innermost first, then of those that ended last. */
  private inReach({ address, size }: Range, position: Position): Region[] {
    const { trace } = this.replay.source;
    const open = this.replay.line(position.thread)?.calls(position) ?? [];
    const rank = (region: Region): number => {
      const call = region.call === null ? null : trace.callById.get(region.call) ?? null;
      if (!call) return -Infinity;
      const depth = open.findIndex(({ id }) => id === call.id);
      return depth >= 0 ? Infinity : call.end ?? -Infinity;
    };
    return this.regions.overlapping(address, size)
      .map(region => ({ region, rank: rank(region) }))
      .filter(({ rank: at }) => at === Infinity || at === -Infinity || at <= position.time)
      .sort((a, b) => (a.rank === b.rank ? (b.region.call ?? 0) - (a.region.call ?? 0) : b.rank > a.rank ? 1 : -1))
      .map(({ region }) => region);
  }

  private async fill(contents: Contents, address: bigint, region: Region, position: Position, cancel: Cancel): Promise<void> {
    const { trace } = this.replay.source;
    const call = region.call === null ? null : trace.callById.get(region.call) ?? null;
    if (!call) return;
    const shift = Number(region.address - address);
    const start = Math.max(0, shift);
    const part = { offset: start - shift, size: Math.min(contents.bytes.length, Number(endOf(region) - address)) - start };
    const after = this.isOver(call, position) ? await trace.snapshot(region.id, 'after') : null;
    if (after) return take(contents, start, after.subarray(part.offset, part.offset + part.size));
    if (this.isOver(call, position)) return;
    const { bytes, known } = await bytesAt(trace, region.id, lastMade(position), { signal: stopping(cancel) }, part);
    take(contents, start, bytes, known);
  }

  private isOver(call: Call, position: Position): boolean {
    if (call.end === null) return false;
    if (call.thread === position.thread) return (position.kind === 'end' && position.call === call.id) || call.end < position.time;
    return call.end <= position.time;
  }
}

/** Fills in what is not known yet from `start` on. */
function take(contents: Contents, start: number, bytes: Uint8Array, known?: Uint8Array): void {
  bytes.forEach((byte, at) => {
    if (contents.known[start + at] || known?.[at] === 0) return;
    contents.bytes[start + at] = byte;
    contents.known[start + at] = 1;
  });
}
