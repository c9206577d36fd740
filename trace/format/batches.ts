import type { ByteSource } from '../model/types';
import type { BlockRef } from './blocks';
import { BLOCK_HEADER } from './layout';
import { checkedPayload } from './payload';

/** Bytes between two wanted blocks that are rather read than skipped: each read costs about as much as this many bytes. */
const GAP = 64 * 1024;
/** Bytes of one read; a block that is longer is read alone. */
const MOST = 2 * 1024 * 1024;

interface Batch { readonly from: number; readonly to: number; readonly blocks: readonly BlockRef[] }

/** Payloads of many blocks that stand in file order, with few reads of the source; throws TraceError `damaged`. */
export async function* readPayloads(source: ByteSource, blocks: readonly BlockRef[]): AsyncGenerator<{ readonly block: BlockRef; readonly payload: Uint8Array }> {
  const batches = batched(blocks);
  const read = (at: number): Promise<Uint8Array> | null => {
    const batch = batches[at];
    const bytes = batch ? source.read(batch.from, batch.to - batch.from) : null;
    // Whoever takes it sees the error; nobody may come to take it.
    bytes?.catch(() => undefined);
    return bytes;
  };
  let next = read(0);
  for (const [at, { from, blocks: wanted }] of batches.entries()) {
    const bytes = (await next) as Uint8Array;
    // The source works while the blocks are decoded.
    next = read(at + 1);
    for (const block of wanted) yield { block, payload: checkedPayload(block, bytes.subarray(block.offset - from, endOf(block) - from)) };
  }
}

function batched(blocks: readonly BlockRef[]): Batch[] {
  const batches: { from: number; to: number; blocks: BlockRef[] }[] = [];
  for (const block of blocks) {
    const last = batches.at(-1);
    if (last && block.offset - last.to <= GAP && endOf(block) - last.from <= MOST) {
      last.blocks.push(block);
      last.to = endOf(block);
    } else {
      batches.push({ from: block.offset, to: endOf(block), blocks: [block] });
    }
  }
  return batches;
}

function endOf(block: BlockRef): number {
  return block.offset + BLOCK_HEADER + block.stored;
}
