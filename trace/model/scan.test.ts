import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../open';
import type { AccessBlock, ByteSource } from './types';

const file = readFileSync(fileURLToPath(new URL('../testing/recordings/random-1.ffitrace', import.meta.url)));

/** The file, and how often it was read. */
function counted(): { source: ByteSource; reads: number } {
  const inner = bytesSource(file);
  const result = { reads: 0, source: { size: inner.size, read: (offset: number, length: number) => { result.reads++; return inner.read(offset, length); } } };
  return result;
}

const columns = ({ call, insn, region, anchor, offset, size, flags, count, time }: AccessBlock): number[][] =>
  [call, insn, region, anchor, offset, size, flags, count, time].map(column => [...column]);

it('gives the blocks that are read one by one, in whatever order, with fewer reads where they follow each other', async () => {
  const { source } = counted();
  const trace = await openTrace(source);
  const scanned = counted();
  const other = await openTrace(scanned.source);
  const opened = scanned.reads;
  const scan = other.scan();
  const inOrder = trace.tree.blocks.map((_, at) => at);
  for (const at of inOrder) expect(columns(await scan.block(at))).toEqual(columns(await trace.block(at)));
  expect(scanned.reads - opened).toBeLessThan(inOrder.length);
  const jumping = [...inOrder].sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101));
  for (const at of jumping) expect(columns(await scan.block(at))).toEqual(columns(await trace.block(at)));
});

it('opens with few reads', async () => {
  const { source } = counted();
  const once = counted();
  await openTrace(once.source);
  expect(once.reads).toBeLessThan(8);
  await expect(openTrace({ ...source, read: () => Promise.reject(new Error('gone')) })).rejects.toThrow('gone');
});
