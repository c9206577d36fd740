import type { AccessBlock, Region, Trace } from '../model/types';
import { SameBytes } from './bytes';
import { Open } from './open-bytes';
import { isAfter, momentOf, threadsOf, type Moment } from './order';
import type { Contents, Options } from './types';
import { visitBlocks, type Verdict } from './visit';

/** Regions of more bytes are not rebuilt. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What a region held right after access `moment` (-1: before the first). A byte is what it was before the call until something writes
 * to it, and what it was after the call once nothing will any more; in between it is known where values were kept.
 * `part`: only these bytes of it. Throws RangeError for a region that is not there, or for more than 64 MiB.
 */
export async function bytesAt(trace: Trace, region: number, moment: number, options: Options = {}, part?: { readonly offset: number; readonly size: number }): Promise<Contents> {
  const place = trace.regionById.get(region);
  if (!place) throw new RangeError(`there is no region ${region}`);
  const { offset, size } = part ?? { offset: 0, size: place.size };
  if (size > MOST_BYTES) throw new RangeError(`region ${region} has more than 64 MiB`);
  const at = await momentOf(trace, moment);
  const writes = new Writes(trace, place, { offset, size }, at, options);
  const contents: Contents = { bytes: new Uint8Array(size), known: new Uint8Array(size), writer: new Float64Array(size).fill(-1) };
  await writes.before(contents);
  const before = (await trace.snapshot(region, 'before'))?.subarray(offset);
  if (before) fill(contents, before, contents.writer, -1);
  const after = contents.known.includes(0) ? (await trace.snapshot(region, 'after'))?.subarray(offset) : null;
  if (after) {
    const untouched = await writes.untouchedAfter(contents);
    fill(contents, after, untouched, 1);
  }
  return contents;
}

/** Takes over the bytes that are not known and at which `marks` has this value. */
function fill({ bytes, known }: Contents, from: Uint8Array, marks: Uint8Array | Float64Array, value: number): void {
  for (let byte = 0, end = Math.min(bytes.length, from.length); byte < end; byte++) {
    if (known[byte] !== 0 || marks[byte] !== value) continue;
    bytes[byte] = from[byte] as number;
    known[byte] = 1;
  }
}

/** The writes to one region while its call ran, seen from a moment. */
class Writes {
  private readonly same: SameBytes;
  private readonly start: number;
  private readonly end: number;

  constructor(private readonly trace: Trace, region: Region, private readonly part: { readonly offset: number; readonly size: number }, private readonly at: Moment, private readonly options: Options) {
    this.same = new SameBytes(trace, { region: region.id, ...part }, 'write');
    const call = region.call === null ? undefined : trace.callById.get(region.call);
    this.start = call?.start ?? -Infinity;
    this.end = call?.end ?? Infinity;
  }

  /** Goes back from the moment until every byte has its last writer. */
  async before({ bytes, known, writer }: Contents): Promise<void> {
    const open = new Open(this.part.size);
    // The order of the file is that of time on one thread only: with more of them, every write has to be looked at.
    const several = threadsOf(this.trace).length > 1;
    const times = several ? new Float64Array(bytes.length).fill(-Infinity) : null;
    const judge = (first: number, last: number): boolean => first <= Math.min(this.at.time, this.end) && last >= this.start;
    for await (const { block, from, to } of this.blocks(judge, open, true)) {
      const values = await this.trace.values(block);
      const { time: clock, size } = block;
      for (let row = to - 1; row >= from && open.left > 0; row--) {
        if (!this.same.matches(block, row)) continue;
        const time = clock[row] as number;
        const ordinal = block.firstOrdinal + row;
        if (time < this.start || time > this.end || this.isLater(block, ordinal, time)) continue;
        const offset = this.same.offsetOf(block, row);
        const kept = values?.has(row) ?? false;
        const end = Math.min(bytes.length, offset + (size[row] as number));
        for (let byte = Math.max(0, offset); byte < end; byte++) {
          if (times ? time < (times[byte] as number) || (time === times[byte] && ordinal < (writer[byte] as number)) : !open.has(byte)) continue;
          if (times) times[byte] = time;
          else open.remove(byte);
          writer[byte] = ordinal;
          known[byte] = kept ? 1 : 0;
          if (values && kept) bytes[byte] = values.byte(row, byte - offset);
        }
      }
      if (open.left === 0) return;
    }
  }

  /** 1 for bytes that are not known and that nothing writes to between the moment and the end of the call. */
  async untouchedAfter({ known }: Contents): Promise<Uint8Array> {
    const open = new Open(known.length, known);
    const judge = (first: number, last: number): boolean => last >= Math.max(this.at.time, this.start) && first <= this.end;
    for await (const { block, from, to } of this.blocks(judge, open, false)) {
      for (let row = from; row < to && open.left > 0; row++) {
        if (!this.same.matches(block, row)) continue;
        const time = block.time[row] as number;
        if (time > this.end || time < this.start || !this.isLater(block, block.firstOrdinal + row, time)) continue;
        const offset = this.same.offsetOf(block, row);
        open.removeIn(offset, offset + (block.size[row] as number));
      }
      if (open.left === 0) break;
    }
    return open.flags;
  }

  private isLater({ thread }: AccessBlock, ordinal: number, time: number): boolean {
    return thread === this.at.thread ? ordinal > this.at.ordinal : isAfter({ ordinal, thread, time }, this.at);
  }

  /** Blocks that write to a byte that is still open. */
  private blocks(inTime: (first: number, last: number) => boolean, open: Open, backward: boolean): AsyncGenerator<{ readonly block: AccessBlock; readonly from: number; readonly to: number }> {
    const judge = (node: Parameters<SameBytes['judge']>[0]): Verdict => (inTime(node.timeStart, node.timeEnd) ? this.same.judgeOpen(node, open) : 'none');
    return visitBlocks(this.trace, { from: 0, to: this.trace.accessCount, backward, judge, signal: this.options.signal });
  }
}
