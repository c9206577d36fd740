import { describe, expect, it } from 'vitest';
import { bytesSource } from '../open';
import { TraceWriter } from '../testing/writer';
import { listBlocks, walk } from './blocks';
import { BlockType } from './layout';

function recording(indexRows?: number): Uint8Array {
  const writer = new TraceWriter();
  for (let call = 1; call <= 5; call++) {
    writer.event({ ev: 'begin', call, function: 1, site: 0, thread: 1, time: call * 1000, args: [], regions: [] });
    writer.access(1, { call, insn: 1, region: 1, offset: call, size: 1, time: call * 1000 });
    writer.flush();
  }
  return writer.finish({}, indexRows);
}

describe('an index in several blocks', () => {
  it.each([1, 3, 4, 100])('is read whole, with %i rows a block', async rows => {
    const bytes = recording(rows);
    const { blocks, cut } = await listBlocks(bytesSource(bytes));
    expect(cut).toBeNull();
    const walked = (await walk(bytesSource(bytes))).blocks.filter(({ type }) => type !== BlockType.index);
    const where = (list: typeof blocks) => list.map(({ offset, type, items, first }) => ({ offset, type, items, first: type === BlockType.accesses ? first : 0 }));
    expect(where(blocks)).toEqual(where(walked));
    // Only the index knows times.
    expect(blocks.some(({ times }) => times !== null)).toBe(true);
  });

  it('that lacks one of its blocks is not taken, and the recording is read all the same', async () => {
    const whole = recording(3);
    const last = (await walk(bytesSource(whole))).blocks.filter(({ type }) => type === BlockType.index).at(-1);
    const trailer = whole.subarray(-16);
    const bytes = new Uint8Array([...whole.subarray(0, last?.offset), ...trailer]);
    const { blocks, cut } = await listBlocks(bytesSource(bytes));
    expect(cut).toBeNull();
    expect(blocks.filter(({ type }) => type === BlockType.accesses)).toHaveLength(5);
    expect(blocks.every(({ times }) => times === null)).toBe(true);
  });
});
