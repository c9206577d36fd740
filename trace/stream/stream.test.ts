import { describe, expect, it } from 'vitest';
import { bytesSource, openCalls, openTrace } from '../open';
import { TraceBuilder } from '../testing/builder';
import { sampleTrace } from '../testing/sample';
import type { Call } from '../model/types';

const withoutChildren = (call: Call) => ({ ...call, children: [] });

async function both(bytes: Uint8Array, window?: number) {
  const [whole, stream] = await Promise.all([openTrace(bytesSource(bytes)), openCalls(bytesSource(bytes), window)]);
  const listed = [];
  for await (const one of stream.calls()) listed.push(one);
  return { whole, stream, listed };
}

/** A call around all others, one that never returns, and so many short ones, each with an access, in a block of their own. */
function longCalls(short: number): TraceBuilder {
  const trace = new TraceBuilder();
  const spec = { fn: { name: 'f', library: 'l.so', params: [['p', 'uint8 *', 'inout'] as const] }, line: 3, args: ['0x1'], regions: [{ label: 'arg 0 p', size: 64, arg: 0 }] };
  const outer = trace.begin(spec);
  const lost = trace.begin({ ...spec, parent: outer.call });
  for (let i = 0; i < short; i++) {
    const { regions } = trace.begin({ ...spec, parent: outer.call });
    trace.access({ region: regions[0] as number, offset: i % 64, size: 1, write: i % 2 === 0, line: 4 });
    trace.end(String(i));
    trace.writer.flush();
  }
  trace.access({ region: lost.regions[0] as number, offset: 0, size: 1, line: 4 });
  trace.event({ ev: 'end', call: outer.call, flags: 0, accesses: 0, reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0, firstOrdinal: 0, lastOrdinal: 0 });
  trace.event({ ev: 'result', call: outer.call, text: 'late', threw: false });
  return trace;
}

describe('calls as a stream', () => {
  it.each([1, 3, 1000])('are those of the whole recording, whatever the window is (%i)', async window => {
    for (const bytes of [sampleTrace(), longCalls(20).finish({})]) {
      const { whole, stream, listed } = await both(bytes, window);
      expect(listed.map(one => one.call)).toEqual(whole.calls.map(withoutChildren));
      expect(stream.info).toEqual(whole.info);
      expect([stream.callCount, stream.accessCount]).toEqual([whole.calls.length, whole.accessCount]);
    }
  });

  it('know how deep they are inside others that began long before', async () => {
    const { listed } = await both(longCalls(20).finish({}), 2);
    expect(listed.map(one => one.depth)).toEqual([0, ...Array<number>(21).fill(1)]);
    expect(listed[0]?.call.result).toBe('late');
    expect(listed[1]?.call).toMatchObject({ end: null, reads: 1 });
  });

  it('are counted where the recording was cut short', async () => {
    const bytes = sampleTrace();
    const { whole, stream, listed } = await both(bytes.subarray(0, Math.floor(bytes.length * 0.7)), 2);
    expect(whole.info.cutShort).not.toBeNull();
    expect(stream.info).toEqual(whole.info);
    expect(listed.map(one => one.call)).toEqual(whole.calls.map(withoutChildren));
  });
});

describe('a recording with more calls than fit', () => {
  it('is refused with how much it needs and what reads it', async () => {
    const bytes = longCalls(500).finish({});
    await expect(openTrace(bytesSource(bytes), 100_000)).rejects.toMatchObject({ kind: 'too-large', message: expect.stringMatching(/more calls than fit into memory.*ffiscope calls and ffiscope info/) as string });
    expect((await openCalls(bytesSource(bytes))).callCount).toBe(502);
  });
});
