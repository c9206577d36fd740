/** The table of regions that a call hands to the agent: the layout of `wire::ring::arm`, [`ROW`] words a region. */
export const ROW = 15;
export const NONE = 0xffff_ffff;
/** Regions of one call; what is beyond is not followed. */
export const MAX_ROWS = 512;

export const Kind = { buffer: 0, struct: 1, array: 2, string: 3, alloc: 4, watch: 5 } as const;
export const Flag = { in: 1, out: 2, lent: 4, result: 8 } as const;
export const SizeMode = { fixed: 0, zero8: 1, zero16: 2, zero32: 4 } as const;

const saturate = (bytes: number): number => (bytes > 0xffff_ffff ? 0xffff_ffff : bytes);

export class RowTable {
  readonly words = new Uint32Array(ROW * MAX_ROWS);
  count = 0;
  /** The binding makes copies for the call that are not among the rows. */
  partial = false;

  clear(): void { this.count = 0; this.partial = false; }

  /**
   * Appends a region and returns its index, or NONE when the table is full. `parent` is a row whose bytes at `where` hold the
   * pointer, or NONE: then `where` is a register or stack eightbyte. `memory` is an id below 2^53, 0 for temporaries; `made` is the
   * site where the memory was made, 0 where that is not known.
   */
  add(parent: number, where: number, size: number, label: number, type: number, flags: number, argument: number,
    kind: number, before = 0, after = 0, memory = 0, mode: number = SizeMode.fixed, made = 0): number {
    if (this.count === MAX_ROWS) { this.partial = true; return NONE; }
    const words = this.words;
    const at = this.count * ROW;
    words[at] = parent;
    words[at + 1] = where;
    words[at + 2] = mode;
    words[at + 3] = size % 0x1_0000_0000;
    words[at + 4] = size / 0x1_0000_0000;
    words[at + 5] = label;
    words[at + 6] = type;
    words[at + 7] = flags;
    words[at + 8] = argument;
    words[at + 9] = saturate(before);
    words[at + 10] = saturate(after);
    words[at + 11] = kind;
    words[at + 12] = memory % 0x1_0000_0000;
    words[at + 13] = memory / 0x1_0000_0000;
    words[at + 14] = made;
    return this.count++;
  }
}
