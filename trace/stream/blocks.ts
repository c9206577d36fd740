import { listBlocks, walk, type BlockList, type BlockRef } from '../format/blocks';
import { TraceError } from '../format/error';
import { readFileHeader } from '../format/header';
import { BlockType, FILE_HEADER } from '../format/layout';
import { startZstd } from '../format/zstd';
import type { ByteSource } from '../model/types';

/**
 * Finds the blocks of a file and hands them to `load`; again with those in front of the damage when it meets a damaged one.
 * @throws TraceError for a file that is no recording
 */
export async function readBlocks<T>(source: ByteSource, load: (list: BlockList) => Promise<T>): Promise<T> {
  const [header] = await Promise.all([source.read(0, FILE_HEADER), startZstd()]);
  readFileHeader(header);
  const checked = (list: BlockList): Promise<T> => {
    checkTexts(source, list.blocks);
    return load(list);
  };
  try {
    return await checked(await listBlocks(source));
  } catch (error) {
    if (!(error instanceof TraceError) || error.kind !== 'damaged') throw error;
    // The index promised a block that is damaged: what stands before it is still good.
    return checked(await walk(source));
  }
}

/** Blocks of texts, which are read at once or one after the other. */
export const TEXTS: ReadonlySet<number> = new Set([BlockType.info, BlockType.end, BlockType.defs, BlockType.calls]);

/** A hundred times the file is far more than a recorder packs texts; a small file may have some all the same. */
const TEXT_BYTES = 256 * 1024 * 1024;
const TEXT_RATIO = 100;

export function textBytes(blocks: readonly BlockRef[]): number {
  return blocks.reduce((sum, { type, raw }) => sum + (TEXTS.has(type) ? raw : 0), 0);
}

function checkTexts(source: ByteSource, blocks: readonly BlockRef[]): void {
  const bytes = textBytes(blocks);
  if (bytes > Math.max(TEXT_BYTES, TEXT_RATIO * source.size)) throw new TraceError('damaged', `unpacks to ${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MiB of text, which no recorder writes`);
}
