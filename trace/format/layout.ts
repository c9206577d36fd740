/** Numbers of the format (FORMAT.md). */
export const FILE_HEADER = 32;
export const BLOCK_HEADER = 32;
export const TRAILER = 16;
export const MAJOR = 1;
export const BLOCK_MAGIC = 0x4b4c4246;
export const MAX_RAW = 64 * 1024 * 1024;
/** Rows of one INDEX block; longer recordings have several. */
export const INDEX_ROWS = 100_000;
export const BLOCK_ACCESSES = 65_536;
export const PAGE_BYTES = 4096;
export const FILE_MAGIC = 'FFITRACE';
export const END_MAGIC = 'FFIEND\0\0';

export const BlockType = { info: 1, defs: 2, calls: 3, accesses: 4, pages: 5, end: 6, index: 7, summary: 8, values: 9 } as const;
export const Encoding = { raw: 0, zstd: 1 } as const;

/** Bits of region, call begin and call end flags. */
export const RegionFlag = { in: 1, out: 2, lent: 4, result: 8, unwritten: 16, stranger: 32 } as const;
export const BeginFlag = { async: 1, nativeThread: 2 } as const;
export const EndFlag = { abandoned: 1, incomplete: 2 } as const;
