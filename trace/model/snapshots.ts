import type { BlockRef } from '../format/blocks';
import { BlockType, PAGE_BYTES } from '../format/layout';
import { decodePages } from '../format/pages';
import { readPayload } from '../format/payload';
import { snapshotKey, type Events, type Snapshot } from './events';
import { Lru } from './lru';
import type { ByteSource, Region } from './types';

const CACHE_BYTES = 32 * 1024 * 1024;

type Pages = ReadonlyMap<number, Uint8Array>;

/** Contents of regions before and after their calls. */
export class Snapshots {
  private readonly pageBlocks: readonly BlockRef[];
  private readonly cache = new Lru<number, Promise<Pages>>(CACHE_BYTES);

  constructor(private readonly source: ByteSource, blocks: readonly BlockRef[], private readonly events: Events) {
    this.pageBlocks = blocks.filter(block => block.type === BlockType.pages);
  }

  /** All bytes of the region, or null when some of them were not kept. */
  async read(region: Region | undefined, when: 'before' | 'after'): Promise<Uint8Array | null> {
    const parts = region && this.events.snapshots.get(snapshotKey(region.id, when));
    const kept = parts ? parts.reduce((sum, part) => sum + part.size, 0) : 0;
    if (!region || !parts || kept < region.size) return null;
    const out = new Uint8Array(region.size);
    for (const part of parts) if (!(await this.fill(out, part))) return null;
    return out;
  }

  private async fill(out: Uint8Array, part: Snapshot): Promise<boolean> {
    for (const [index, number] of part.pages.entries()) {
      const page = await this.page(number);
      const at = part.offset + index * PAGE_BYTES;
      if (!page || at + page.length > out.length) return false;
      out.set(page, at);
    }
    return true;
  }

  /** A file cut short may name pages that it does not have. */
  private async page(number: number): Promise<Uint8Array | undefined> {
    const block = this.pageBlocks.findLastIndex(ref => ref.first <= number);
    return block < 0 ? undefined : (await this.decoded(block)).get(number);
  }

  private decoded(at: number): Promise<Pages> {
    const known = this.cache.get(at);
    if (known) return known;
    const ref = this.pageBlocks[at] as BlockRef;
    const pages = readPayload(this.source, ref).then(decodePages);
    this.cache.set(at, pages, ref.raw);
    pages.catch(() => this.cache.delete(at));
    return pages;
  }
}
