import type { BlockRef } from '../format/blocks';
import { BlockType, PAGE_BYTES } from '../format/layout';
import { decodePages } from '../format/pages';
import { num, numbers, parseLines, str } from '../format/lines';
import { readPayload } from '../format/payload';
import { Lru } from './lru';
import { snapshotRegion, type SnapshotPlaces } from './snapshot-places';
import type { ByteSource, Region } from './types';

const CACHE_BYTES = 16 * 1024 * 1024;

/** Contents of part of a region at one moment, as page numbers. */
interface Snapshot { readonly offset: number; readonly pages: readonly number[] }

type Pages = ReadonlyMap<number, Uint8Array>;

/** Contents of regions before and after their calls. */
export class Snapshots {
  private readonly pageBlocks: readonly BlockRef[];
  private readonly cache = new Lru<number, Promise<Pages>>(CACHE_BYTES);

  constructor(private readonly source: ByteSource, blocks: readonly BlockRef[], private readonly places: SnapshotPlaces) {
    this.pageBlocks = blocks.filter(block => block.type === BlockType.pages);
  }

  /** The region's bytes from its start up to the first that was not kept; null when none were. */
  async read(region: Region | undefined, when: 'before' | 'after'): Promise<Uint8Array | null> {
    const parts = region ? await this.parts(region.id, when) : [];
    if (!region || parts.length === 0) return null;
    const ordered = [...parts].sort((a, b) => a.offset - b.offset);
    const pages = ordered.reduce((sum, part) => sum + part.pages.length, 0);
    const out = new Uint8Array(Math.min(pages * PAGE_BYTES, region.size));
    let length = 0;
    for (const part of ordered) if (part.offset === length) length = await this.fill(out, part);
    return length === 0 && region.size > 0 ? null : out.subarray(0, length);
  }

  private async parts(region: number, when: 'before' | 'after'): Promise<readonly Snapshot[]> {
    const parts: Snapshot[] = [];
    for (const block of this.places.of(region)) {
      const lines = parseLines(await readPayload(this.source, block), (text, from, to) => snapshotRegion(text, from, to) !== region && snapshotRegion(text, from, to) !== null);
      for (const line of lines) {
        if (line['ev'] !== 'snapshot' || num(line, 'region') !== region || (str(line, 'when') === 'before') !== (when === 'before')) continue;
        parts.push({ offset: num(line, 'offset'), pages: numbers(line, 'pages') });
      }
    }
    return parts;
  }

  /** Copies the pages of a part; returns where the bytes that are there end. */
  private async fill(out: Uint8Array, part: Snapshot): Promise<number> {
    let at = part.offset;
    for (const number of part.pages) {
      const page = await this.page(number);
      if (!page || at + page.length > out.length) return at;
      out.set(page, at);
      at += page.length;
    }
    return at;
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
