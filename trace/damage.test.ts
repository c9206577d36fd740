import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockType, FILE_HEADER } from './format/layout';
import { accessAt } from './model/access';
import type { Trace } from './model/types';
import { bytesSource, openTrace, TraceError } from './open';
import { fileHeader, rawBlock } from './testing/bytes';
import { TraceBuilder } from './testing/builder';

/** Accesses in five blocks of their own, with definitions, calls and pages in between. */
function recording(): { bytes: Uint8Array; ends: number[] } {
  const builder = new TraceBuilder();
  const ends: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    const type = { name: 'T', size: 16, fields: [['a', 'u32', 4], ['b', 'u32', 4]] as const };
    const { call, regions: [region = 0] } = builder.begin({ fn: { name: `f${turn}`, library: 'l.so', params: [['x', 'T *', 'inout']] }, line: turn + 1, args: ['x'], regions: [{ label: 'arg 0 x', size: 16, type, arg: 0, bytes: new Uint8Array(16) }] });
    for (let at = 0; at < 10; at++) builder.access({ region, offset: at, size: 4, write: at % 2 === 1, line: 100 + at });
    if (turn < 4) builder.end('0', new Map([[region, new Uint8Array(16).fill(call)]]));
    builder.writer.flush();
    ends.push(builder.writer.cut().length);
  }
  return { bytes: builder.finish(), ends };
}

const whole = recording();

/** Everything a reader can ask for; the texts of all accesses. */
async function readAll(bytes: Uint8Array): Promise<{ trace: Trace; accesses: string[] }> {
  const trace = await openTrace(bytesSource(bytes));
  const accesses: string[] = [];
  for await (const block of trace.blocks()) {
    for (let row = 0; row < block.length; row++) {
      const { call, offset, size, kind, seq } = accessAt(trace, block, row);
      accesses.push(`${call} ${offset} ${size} ${kind} ${seq}`);
    }
  }
  for (const region of trace.regionById.keys()) await trace.snapshot(region, 'after');
  await trace.findings();
  return { trace, accesses };
}

/** What reading gives; an error has to be a TraceError of one line. */
async function attempt(bytes: Uint8Array): Promise<{ trace: Trace; accesses: string[] } | TraceError> {
  try {
    return await readAll(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(TraceError);
    expect((error as TraceError).message).toMatch(/^[^\n]+$/);
    return error as TraceError;
  }
}

describe('a recording cut short', () => {
  it('opens up to its last whole block, wherever it was cut', async () => {
    const complete = await readAll(whole.bytes);
    for (let length = 0; length < whole.bytes.length; length++) {
      const result = await attempt(whole.bytes.subarray(0, length));
      if (length < FILE_HEADER) {
        expect(result).toBeInstanceOf(TraceError);
        continue;
      }
      if (result instanceof TraceError) throw new Error(`cut at ${length}: ${result.message}`);
      const turns = whole.ends.filter(end => end <= length).length;
      expect(result.accesses.length).toBeGreaterThanOrEqual(turns * 10);
      expect(result.accesses).toEqual(complete.accesses.slice(0, result.accesses.length));
      const { cutShort } = result.trace.info;
      if (length < whole.ends[4]!) expect(cutShort?.byte).toBeLessThanOrEqual(length);
      expect(result.trace.calls.length).toBeGreaterThanOrEqual(turns);
    }
  }, 60_000);

  it('counts the accesses of a call that was still running', async () => {
    const { trace } = await readAll(whole.bytes.subarray(0, whole.ends[4]));
    expect(trace.info.cutShort).toMatchObject({ byte: whole.ends[4], reason: 'the recorder did not finish the file' });
    expect(trace.callById.get(5)).toMatchObject({ end: null, reads: 5, writes: 5, firstOrdinal: 40, lastOrdinal: 50 });
    expect(trace.info.exit).toBeNull();
    expect(trace.info.counts).toMatchObject({ calls: 5, accesses: 50, reads: 25, writes: 25 });
  });
});

describe('a damaged recording', () => {
  it('gives what is undamaged, or one clear error, whichever byte is flipped', async () => {
    const complete = await readAll(whole.bytes);
    await fc.assert(fc.asyncProperty(fc.nat(whole.bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const bytes = whole.bytes.slice();
      bytes[at]! ^= mask;
      const result = await attempt(bytes);
      if (result instanceof TraceError) return;
      expect(result.accesses).toEqual(complete.accesses.slice(0, result.accesses.length));
    }), { numRuns: 400 });
  });

  it('is refused with one line when it is random', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      expect(await attempt(bytes)).toBeInstanceOf(TraceError);
    }));
  });

  it('opens with a block of accesses that has none, where a call was still running', async () => {
    const { bytes, ends } = whole;
    const empty = rawBlock(BlockType.accesses, new Uint8Array(0), 0, 1);
    const { trace, accesses } = await readAll(concatenate([bytes.subarray(0, ends[0]), empty]));
    expect(accesses).toHaveLength(10);
    expect(trace.accessCount).toBe(10);
    expect(await attempt(concatenate([fileHeader(0), empty]))).not.toBeInstanceOf(RangeError);
    const running = concatenate([bytes.subarray(0, (whole.ends[4] ?? 0)), empty]);
    expect((await readAll(running)).trace.callById.get(5)).toMatchObject({ reads: 5, writes: 5 });
  });

  it('never crashes a reader with blocks whose checksums are right and whose contents are not', async () => {
    const words = fc.constantFrom('begin', 'end', 'region', 'snapshot', 'syscall', 'crash', 'label', 'insn', 'type', 'call', 'id', 'ev', 'def', 'time', 'fields', 'regions', 'pages', 'address', '0x10', 'exit', 'registers');
    const json = fc.array(fc.dictionary(words, fc.oneof(words, fc.integer(), fc.double(), fc.constant(null), fc.array(fc.dictionary(words, fc.integer()), { maxLength: 2 })), { maxKeys: 8 }), { maxLength: 5 })
      .map(lines => new TextEncoder().encode(lines.map(line => JSON.stringify(line)).join('\n')));
    const block = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.oneof(json, fc.uint8Array({ maxLength: 80 })), fc.nat(12)).map(([type, payload, items]) => rawBlock(type, payload, items, 1));
    await fc.assert(fc.asyncProperty(fc.array(block, { maxLength: 6 }), async blocks => {
      await attempt(concatenate([fileHeader(0), ...blocks]));
    }), { numRuns: 500 });
  });
});

describe('what can not be opened', () => {
  it.each([
    ['empty', new Uint8Array(0), 'is empty'],
    ['not-a-trace', new TextEncoder().encode('#!/usr/bin/env node\n'.repeat(4)), 'is not an ffiscope trace'],
    ['newer', fileHeader(0, 7), 'was written in format version 7.0, this ffiscope reads up to version 1: update ffiscope'],
    ['damaged-header', fileHeader(0).subarray(0, 20), 'ends inside its header: nothing was recorded'],
    ['damaged-header', fileHeader(5).map((byte, at) => (at === 20 ? byte ^ 1 : byte)), 'has a damaged header'],
  ])('%s', async (kind, bytes, message) => {
    expect(await attempt(bytes)).toMatchObject({ kind, message });
  });
});

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
