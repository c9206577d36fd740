import { accessBlocks, type BlockRef } from '../format/blocks';
import { BlockType } from '../format/layout';
import { readPayload } from '../format/payload';
import { decodeSummary, type Node } from '../format/summary';
import { Lru } from './lru';
import type { ByteSource } from './types';

/** Stored bytes of index blocks that are kept decoded; decoded they take some ten times as much. */
const CACHE_BYTES = 3 * 1024 * 1024;
const FAN_OUT = 8;

/** One ACCESSES block, as far as it is known without reading it. */
export interface BlockExtent { readonly first: number; readonly length: number; readonly thread: number }

/** A stretch of ACCESSES blocks [from, to), with what the index says of them; null: it says nothing. */
export interface Part { readonly node: Node | null; readonly from: number; readonly to: number }

/** The index over the accesses that the recorder built (FORMAT.md, SUMMARY), read as it is needed. */
export class Tree {
  readonly blocks: readonly BlockExtent[];
  private readonly levels: BlockRef[][] = [];
  private readonly cache = new Lru<string, Promise<readonly Node[]>>(CACHE_BYTES);

  constructor(private readonly source: ByteSource, blocks: readonly BlockRef[]) {
    this.blocks = accessBlocks(blocks).map(({ first, items, thread }) => ({ first, length: items, thread }));
    for (const block of blocks) if (block.type === BlockType.summary && block.thread < 64) (this.levels[block.thread] ??= []).push(block);
  }

  /** Half-open range of ordinals of blocks [from, to). */
  ordinals({ from, to }: Part): readonly [number, number] {
    const last = this.blocks[to - 1];
    return [this.blocks[from]?.first ?? 0, last ? last.first + last.length : 0];
  }

  /** Few parts that cover all blocks in order: one node for a whole file, more for one cut short, no node for a file without an index. */
  async top(): Promise<readonly Part[]> {
    const parts: Part[] = [];
    let covered = 0;
    for (let level = this.levels.length - 1; level >= 0; level--) {
      const first = Math.ceil(covered / FAN_OUT ** level);
      for (let block = Math.floor(first / FAN_OUT); block < (this.levels[level]?.length ?? 0); block++) {
        for (const node of (await this.read(level, block)) ?? []) {
          if (node.number >= first) parts.push(this.partOf(node));
        }
      }
      covered = parts.at(-1)?.to ?? covered;
    }
    if (covered < this.blocks.length) parts.push({ node: null, from: covered, to: this.blocks.length });
    return parts;
  }

  /** What lies directly under a part of more than one block. */
  async under(part: Part): Promise<readonly Part[]> {
    const { node, from, to } = part;
    const nodes = node && node.level > 0 ? await this.read(node.level - 1, node.number) : null;
    if (nodes) return nodes.map(child => this.partOf(child));
    return Array.from({ length: to - from }, (_, at) => ({ node: null, from: from + at, to: from + at + 1 }));
  }

  private partOf(node: Node): Part {
    const width = FAN_OUT ** node.level;
    return { node, from: node.number * width, to: Math.min(this.blocks.length, (node.number + 1) * width) };
  }

  /** Null: the block is damaged or not there, and says nothing. */
  private async read(level: number, number: number): Promise<readonly Node[] | null> {
    const ref = this.levels[level]?.[number];
    if (!ref) return null;
    const key = `${level} ${number}`;
    let nodes = this.cache.get(key);
    if (!nodes) {
      nodes = readPayload(this.source, ref).then(decodeSummary).then(decoded => decoded.filter(node => node.level === level));
      this.cache.set(key, nodes, ref.raw);
      nodes.catch(() => this.cache.delete(key));
    }
    return nodes.catch(() => null);
  }
}
