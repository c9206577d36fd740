import { describe, expect, it } from 'vitest';
import { bytesSource, openTrace } from './open';
import { sampleTrace } from './testing/sample';

const open = () => openTrace(bytesSource(sampleTrace()));

describe('a complete recording', () => {
  it('opens with its calls, accesses and counts', async () => {
    const trace = await open();
    expect(trace.info.cutShort).toBeNull();
    expect(trace.calls.map(call => call.function)).toEqual([
      'deflateInit2_', 'deflate', 'deflateEnd', 'sqlite3_prepare_v2', 'sqlite3_step', 'sqlite3_step', 'sqlite3_step',
      'sqlite3_exec', 'utf8_len', 'utf8_len', 'parse_header', 'sum_u32', 'fill_u32',
    ]);
    expect(trace.accessCount).toBeGreaterThan(55_000);
    expect(trace.info.counts.accesses).toBe(trace.accessCount);
    expect(trace.callById.get(8)?.children).toEqual([9, 10]);
  });

  it('gives each access its place', async () => {
    const trace = await open();
    const parse = trace.callById.get(11)!;
    const last = await trace.access(parse.lastOrdinal - 1);
    expect(last).toMatchObject({ call: 11, kind: 'write', region: null, anchor: parse.regions[0]!.id, offset: 28, size: 3, field: null, certain: true });
    expect(last.address).toBe(parse.regions[0]!.address + 28n);
    expect(last.insn).toMatchObject({ symbol: 'parse_header', line: 72 });
    const first = await trace.access(parse.firstOrdinal + 1);
    expect(first).toMatchObject({ field: 'hdr.magic', offset: 0, size: 4 });
  });

  it('names the system call of an access by the kernel', async () => {
    const trace = await open();
    const step = trace.callById.get(5)!;
    expect(await trace.access(step.firstOrdinal)).toMatchObject({ by: 'kernel', syscall: 'pread64', size: 4096 });
  });

  it('gives every access once, in order, whatever the range asked for', async () => {
    const trace = await open();
    let next = 0;
    for await (const block of trace.blocks()) {
      expect(block.firstOrdinal).toBe(next);
      next += block.length;
    }
    expect(next).toBe(trace.accessCount);
    const some = [];
    for await (const block of trace.blocks(10, 20)) some.push(block.firstOrdinal);
    expect(some).toEqual([0]);
  });

  it('keeps contents before and after', async () => {
    const trace = await open();
    const deflate = trace.callById.get(2)!;
    const [, src, dst] = deflate.regions;
    const before = await trace.snapshot(src!.id, 'before');
    expect(before?.length).toBe(256 * 1024);
    expect(await trace.snapshot(src!.id, 'after')).toEqual(before);
    expect((await trace.snapshot(dst!.id, 'before'))?.every(byte => byte === 0)).toBe(true);
    expect((await trace.snapshot(dst!.id, 'after'))?.some(byte => byte !== 0)).toBe(true);
    expect(await trace.snapshot(999_999, 'after')).toBeNull();
  });

  it('finds the override of the exit code and the gap', async () => {
    const findings = await (await open()).findings();
    expect(findings.map(({ rule }) => rule)).toEqual(['out-of-bounds-write', 'never-written', 'untraced', 'never-written', 'exit-override', 'untraced']);
    expect(findings[4]).toMatchObject({ site: { line: 52 }, message: 'The program registered exit code 3; it ended with 0 itself.' });
  });
});
