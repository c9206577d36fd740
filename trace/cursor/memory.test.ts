import { expect, test } from 'vitest';
import { bytesSource } from '../open';
import { TraceBuilder, type FunctionSpec } from '../testing/builder';
import { NEVER } from './cancel';
import { Memory } from './memory';
import type { Position } from './position';
import { Replay } from './replay';
import { openCursorSource } from './source';
import { hexBytes } from './values';

const copy: FunctionSpec = { name: 'copy', library: 'libwire.so', params: [['dst', 'uint8 *', 'out']] };
const address = 0x1000n;

/** Two calls over the same 4 bytes: the first writes byte 1, then byte 1 and 2; the second writes byte 0. */
async function recorded(): Promise<{ memory: Memory; replay: Replay; at(ordinal: number): Promise<Position> }> {
  const trace = new TraceBuilder();
  const region = { label: 'arg 0 dst', size: 4, arg: 0, flags: 2, memory: 1, address };
  const first = trace.begin({ fn: copy, line: 1, args: ['dst'], regions: [{ ...region, bytes: Uint8Array.of(1, 2, 3, 4) }] });
  trace.access({ region: first.regions[0] ?? 0, offset: 1, size: 1, write: true, line: 10 });
  trace.access({ region: first.regions[0] ?? 0, offset: 1, size: 2, write: true, line: 11 });
  trace.end('0', new Map([[first.regions[0] ?? 0, Uint8Array.of(1, 0xaa, 0xbb, 4)]]));
  const second = trace.begin({ fn: copy, line: 2, args: ['dst'], regions: [{ ...region, bytes: Uint8Array.of(1, 0xaa, 0xbb, 4) }] });
  trace.access({ region: second.regions[0] ?? 0, offset: 0, size: 1, write: true, line: 12 });
  trace.end('0', new Map([[second.regions[0] ?? 0, Uint8Array.of(0xcc, 0xaa, 0xbb, 4)]]));
  const replay = new Replay(await openCursorSource(bytesSource(trace.finish())));
  return { replay, memory: new Memory(replay), at: async ordinal => await replay.access(ordinal) as Position };
}

test('a byte is what it was before the call until it is written, and what it became once it is not written any more', async () => {
  const { memory, replay, at } = await recorded();
  const shown = async (position: Position | null | undefined) => hexBytes(await memory.read({ address, size: 4 }, position as Position, NEVER));
  expect(await shown(replay.first())).toBe('01 02 03 04');
  expect(await shown(await at(0))).toBe('01 ?? 03 04');
  expect(await shown(await at(1))).toBe('01 aa bb 04');
  expect(await shown(await at(2))).toBe('cc aa bb 04');
});

test('between two calls memory is what the first left', async () => {
  const { memory, replay } = await recorded();
  expect(hexBytes(await memory.read({ address, size: 4 }, replay.line(1)?.end(1) as Position, NEVER))).toBe('01 aa bb 04');
});

test('memory that no region covers is not known', async () => {
  const { memory, replay } = await recorded();
  expect(hexBytes(await memory.read({ address: address + 2n, size: 4 }, replay.first() as Position, NEVER))).toBe('03 04 ?? ??');
});

test('the last writer of a byte is found across calls', async () => {
  const { memory, replay, at } = await recorded();
  const last = await replay.last() as Position;
  expect(await memory.lastWriter({ address, size: 1 }, last, NEVER)).toBe(2);
  expect(await memory.lastWriter({ address: address + 1n, size: 1 }, last, NEVER)).toBe(1);
  expect(await memory.lastWriter({ address: address + 3n, size: 1 }, last, NEVER)).toBeNull();
  expect(await memory.lastWriter({ address: address + 1n, size: 1 }, await at(0), NEVER)).toBe(0);
  expect(await memory.lastWriter({ address: address + 1n, size: 1 }, await at(1), NEVER, true)).toBe(0);
});
