import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessAt } from '../model/access';
import { AccessFlag, type AccessBlock, type Trace } from '../model/types';
import { bytesSource, openTrace } from '../open';
import { listBlocks } from './blocks';
import { BlockType } from './layout';

// Written by the recorder's writer (native/tracefile/examples/write_golden.rs), once for each version of the format and never
// again: they show that old recordings stay readable.

/** What the example wrote for access number `step` of a call. */
function expected(call: number, step: number) {
  return {
    call, insn: 1 + (step % 2), region: call, anchor: 0, offset: (step * 7) % 8188, size: 1 + (Math.floor(step / 100) % 4),
    flags: step % 3 === 0 ? AccessFlag.write : 0, count: 1 + Math.floor((step % 5) / 4),
  };
}

function actual(block: AccessBlock, row: number) {
  return {
    call: block.call[row], insn: block.insn[row], region: block.region[row], anchor: block.anchor[row], offset: block.offset[row],
    size: block.size[row], flags: block.flags[row], count: block.count[row],
  };
}

describe.each(['1.0', '1.1'])('a file of the recorder\'s writer, version %s', version => {
  const bytes = readFileSync(fileURLToPath(new URL(`golden/version-${version}.ffitrace`, import.meta.url)));
  let trace: Trace;
  beforeAll(async () => { trace = await openTrace(bytesSource(bytes)); });

  it('has every access of both threads in their order', async () => {
    const next: Record<number, number> = { 1: 1, 2: 1 };
    const wrong = [];
    for await (const block of trace.blocks()) {
      expect(block.firstSeq).toBe(next[block.thread]);
      for (let row = 0; row < block.length; row++) {
        const step = (next[block.thread] as number) - 1 + row;
        if (step < 70_000 && JSON.stringify(actual(block, row)) !== JSON.stringify(expected(block.thread, step))) wrong.push([block.thread, step]);
      }
      next[block.thread] = (next[block.thread] as number) + block.length;
    }
    expect(wrong).toEqual([]);
    expect(next).toEqual({ 1: 70_003, 2: 70_001 });
  });

  it('gives calls the ordinals of their accesses', async () => {
    const counted = new Map<number, { first: number; last: number; reads: number; writes: number }>();
    for await (const block of trace.blocks()) {
      for (let row = 0; row < block.length; row++) {
        const ordinal = block.firstOrdinal + row;
        const call = counted.get(block.call[row]!) ?? { first: ordinal, last: 0, reads: 0, writes: 0 };
        counted.set(block.call[row]!, call);
        call.last = ordinal + 1;
        call[block.flags[row]! & AccessFlag.write ? 'writes' : 'reads']++;
      }
    }
    const fromFile = trace.calls.map(call => [call.id, { first: call.firstOrdinal, last: call.lastOrdinal, reads: call.reads, writes: call.writes }]);
    expect(fromFile).toEqual([...counted].sort((a, b) => a[0] - b[0]));
    expect(trace.callById.get(2)).toMatchObject({ end: null, thread: 2 });
    expect(trace.callById.get(1)).toMatchObject({ end: 800_000, children: [3], result: '"grüße"' });
  });

  it('interpolates times between marks', async () => {
    const block = await trace.blockAt(0);
    expect(accessAt(trace, block, 0).time).toBe(block.thread);
    expect(accessAt(trace, block, 500).time).toBeCloseTo(5000 + block.thread, 6);
    expect(accessAt(trace, block, 1500).time).toBeCloseTo(15_000 + block.thread, 6);
  });

  it('keeps 64-bit addresses, negative offsets and the name of the system call', async () => {
    const call = trace.callById.get(3)!;
    const byKernel = await trace.access(call.firstOrdinal);
    expect(byKernel).toMatchObject({ by: 'kernel', syscall: 'read', address: 0xffff_8000_0000_0000n, size: 64, kind: 'write' });
    const outside = await trace.access(call.lastOrdinal - 1);
    expect(outside).toMatchObject({ region: null, anchor: 3, offset: -4, certain: false, address: 0xffff_7fff_ffff_fffcn });
    expect(outside.insn).toMatchObject({ pc: 0x7fff_ffff_f000_0001n, module: '/lib/libx.so', symbol: 'parse' });
  });

  it('stores equal pages once and gives contents back', async () => {
    for (const [region, when, byte] of [[1, 'before', 7], [3, 'before', 7], [3, 'after', 9]] as const) {
      expect(await trace.snapshot(region, when)).toEqual(new Uint8Array(5000).fill(byte));
    }
    expect(await trace.snapshot(1, 'after')).toBeNull();
    const pages = (await listBlocks(bytesSource(bytes))).blocks.filter(block => block.type === BlockType.pages);
    expect(pages.reduce((sum, block) => sum + block.items, 0)).toBe(4);
  });

  it('knows how the program ended', () => {
    expect(trace.info.exit).toEqual({ code: 3, signal: null, native: 0, override: 3, overrideSite: { file: '/app.js', line: 3, column: 9 } });
    expect(trace.info.counts).toMatchObject({ accesses: 140_002, calls: 3 });
  });

  it('has an index over all accesses since 1.1', async () => {
    const [top, ...others] = await trace.tree.top();
    expect(others).toEqual([]);
    if (version === '1.0') expect(top).toEqual({ node: null, from: 0, to: trace.tree.blocks.length });
    else expect(top?.node).toMatchObject({ level: 1, firstOrdinal: 0, accesses: 140_002, kernel: 1, uncertain: 1, all: true, calls: [1, 3] });
  });
});
