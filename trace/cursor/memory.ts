import { Lru } from '../model/lru';
import type { Call, Region } from '../model/types';
import { accessesTo, writesTo, type Range, type Writes } from './bytes';
import type { Cancel } from './cancel';
import { lastMade, type Position } from './position';
import { RegionIndex, endOf } from './region-index';
import type { Replay } from './replay';
import { findAccess } from './search';

/** Larger regions are not looked into byte by byte. */
const REGION_LIMIT = 8 * 1024 * 1024;
const CACHE_BYTES = 128 * 1024 * 1024;

/** Contents of memory at a moment; `known` is 0 for bytes of which the recording can't tell. */
export interface Contents { readonly bytes: Uint8Array; readonly known: Uint8Array }

/**
 * Memory as it was at a position, from the contents kept before and after each call: a byte is what it was before the call
 * until it is first written, and what it was after it once it was last written. In between its value is not recorded.
 */
export class Memory {
  readonly regions: RegionIndex;
  private readonly written = new Lru<number, Promise<ReadonlyMap<number, Writes>>>(CACHE_BYTES);

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
    const [before, after] = await Promise.all([trace.snapshot(region.id, 'before'), trace.snapshot(region.id, 'after')]);
    const over = this.isOver(call, position);
    const writes = over || region.size > REGION_LIMIT ? null : (await this.writesOf(call, cancel)).get(region.id) ?? null;
    const made = lastMade(position);
    const shift = Number(region.address - address);
    const end = Math.min(contents.bytes.length, Number(endOf(region) - address));
    for (let at = Math.max(0, shift); at < end; at++) {
      if (contents.known[at]) continue;
      const offset = at - shift;
      const from = over ? after : writes ? pick(writes, offset, made, before, after) : null;
      if (!from || offset >= from.length) continue;
      contents.bytes[at] = from[offset] as number;
      contents.known[at] = 1;
    }
  }

  private isOver(call: Call, position: Position): boolean {
    if (call.end === null) return false;
    if (call.thread === position.thread) return (position.kind === 'end' && position.call === call.id) || call.end < position.time;
    return call.end <= position.time;
  }

  private writesOf(call: Call, cancel: Cancel): Promise<ReadonlyMap<number, Writes>> {
    const known = this.written.get(call.id);
    if (known) return known;
    const regions = call.regions.filter(({ size }) => size <= REGION_LIMIT);
    const writes = writesTo(this.replay.source.trace, regions, call.firstOrdinal, call.lastOrdinal, cancel);
    this.written.set(call.id, writes, regions.reduce((sum, { size }) => sum + size * 16, 1));
    writes.catch(() => this.written.delete(call.id));
    return writes;
  }
}

/** Which of the two contents holds for a byte after the access `made`; null between its first and its last writer. */
function pick({ first, last }: Writes, offset: number, made: number, before: Uint8Array | null, after: Uint8Array | null): Uint8Array | null {
  if ((first[offset] as number) > made) return before;
  return (last[offset] as number) <= made ? after : null;
}
