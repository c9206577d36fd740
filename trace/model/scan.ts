import type { BlockRef } from '../format/blocks';
import { decodeAccesses } from '../format/columns';
import { BLOCK_HEADER } from '../format/layout';
import { checkedPayload } from '../format/payload';
import { Room } from '../format/room';
import type { AccessBlock, ByteSource } from './types';

/** Bytes of one read, at most, unless a block is longer. */
const MOST = 1024 * 1024;

/**
 * Goes through blocks in file order once. Nothing is kept: a block is valid until the next one is asked for, whose columns take its place. What follows
 * is read along with a block, the more of it the longer blocks have been asked for one after the other.
 */
export class Scan {
  private readonly room = new Room();
  private start = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private ahead = 0;

  constructor(private readonly source: ByteSource, private readonly blocks: readonly BlockRef[]) {}

  /** The block with this number; throws TraceError `damaged`. */
  async block(at: number): Promise<AccessBlock> {
    const ref = this.blocks[at] as BlockRef;
    return decodeAccesses(checkedPayload(ref, await this.stored(ref)), ref.thread, ref.items, this.room);
  }

  private async stored({ offset, stored }: BlockRef): Promise<Uint8Array> {
    const length = BLOCK_HEADER + stored;
    const end = this.start + this.bytes.length;
    if (offset < this.start || offset + length > end) {
      const near = offset >= this.start && offset - end < Math.max(this.ahead, length);
      this.ahead = near ? Math.min(MOST, Math.max(length, this.ahead) * 4) : 0;
      this.bytes = await this.source.read(offset, Math.max(length, this.ahead));
      this.start = offset;
    }
    return this.bytes.subarray(offset - this.start, offset - this.start + length);
  }
}
