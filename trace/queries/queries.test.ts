import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessAt } from '../model/access';
import type { Access, Region, Trace } from '../model/types';
import { bytesSource, openTrace } from '../open';
import { accessesTo } from './accesses-to';
import { compileFilter, type AccessFilter } from '../filter/filter';
import { countByCall, countThat } from './count';
import { bytesAt } from './contents';
import { difference, differenceOfCalls } from './difference';
import { lastWriter, nextAccess, previousAccess } from './next';
import { patternsOf } from './pattern';
import { picture } from './picture';
import { byFunction, byInstruction, byLine } from './totals';
import { countsOf, hotBytes, neverTouched } from './touched';
import type { ByteRange, KindWanted, Totals } from './types';

// Written by native/tracefile/examples/write_random.rs: two threads, three levels of the index, values of most writes.
// Each query has a twin here that goes through all accesses.
const files = ['random-1', 'random-2'];

describe.each(files)('queries to %s', name => {
  let trace: Trace;
  let all: (Access & { readonly value: Uint8Array | null })[];
  const pick = <T>(list: readonly T[], seed: number): T => list[(seed * 7919 + 13) % list.length] as T;

  beforeAll(async () => {
    trace = await openTrace(bytesSource(readFileSync(fileURLToPath(new URL(`../testing/recordings/${name}.ffitrace`, import.meta.url)))));
    all = [];
    for await (const block of trace.blocks()) {
      const values = await trace.values(block);
      for (let row = 0; row < block.length; row++) all.push({ ...accessAt(trace, block, row), value: values?.of(row) ?? null });
    }
  });

  const regionOf = (access: Access): Region => trace.regionById.get(access.region ?? access.anchor ?? 0) as Region;
  const touches = (access: Access, { region, offset, size }: ByteRange, kind: KindWanted = 'any'): boolean => {
    const wanted = trace.regionById.get(region) as Region;
    const own = regionOf(access);
    if (own.memory !== wanted.memory || (kind !== 'any' && access.kind !== kind)) return false;
    const from = access.offset + Number(own.address - wanted.address);
    return from < offset + size && from + access.size > offset;
  };
  const inTime = (a: Access, b: Access): number => (a.thread === b.thread || a.time === b.time ? a.ordinal - b.ordinal : a.time - b.time);
  const ranges = (): ByteRange[] => Array.from({ length: 60 }, (_, seed) => {
    const region = pick([...trace.regionById.values()], seed);
    return { region: region.id, offset: (seed * 4099) % region.size, size: 1 + (seed % 9) };
  });
  const kinds: KindWanted[] = ['any', 'read', 'write'];

  it('finds the next and the previous access to bytes, in time across threads', async () => {
    for (const [seed, range] of ranges().entries()) {
      const kind = pick(kinds, seed);
      const at = pick(all, seed * 31);
      const hits = all.filter(access => touches(access, range, kind)).sort(inTime);
      expect(await nextAccess(trace, range, at.ordinal, { kind })).toBe(hits.find(hit => inTime(hit, at) > 0)?.ordinal ?? null);
      expect(await previousAccess(trace, range, at.ordinal, { kind })).toBe(hits.findLast(hit => inTime(hit, at) < 0)?.ordinal ?? null);
    }
    expect(await nextAccess(trace, { region: 1, offset: 1e6, size: 4 }, -1)).toBe(null);
  });

  it('lists all accesses to bytes in file order', async () => {
    for (const [seed, range] of ranges().entries()) {
      const kind = pick(kinds, seed);
      const found: number[] = [];
      for await (const { block, rows } of accessesTo(trace, range, { kind })) found.push(...rows.map(row => block.firstOrdinal + row));
      expect(found).toEqual(all.filter(access => touches(access, range, kind)).map(access => access.ordinal));
    }
  });

  it('names the last writer of a byte at a moment', async () => {
    for (const [seed, { region, offset }] of ranges().entries()) {
      const at = pick(all, seed * 17);
      const writes = all.filter(access => touches(access, { region, offset, size: 1 }, 'write') && inTime(access, at) <= 0).sort(inTime);
      expect(await lastWriter(trace, region, offset, at.ordinal)).toBe(writes.at(-1)?.ordinal ?? null);
    }
  });

  it('rebuilds a region at any moment', async () => {
    let [known, unknown] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const region = pick([...trace.regionById.values()], seed);
      const call = trace.callById.get(region.call as number);
      const at = pick(all.filter(access => access.call === call?.id), seed * 3);
      const twin = await contentsTwin(region, at);
      const contents = await bytesAt(trace, region.id, at.ordinal);
      expect([...contents.known]).toEqual(twin.known);
      expect([...contents.bytes].filter((_, byte) => twin.known[byte])).toEqual(twin.bytes.filter((_, byte) => twin.known[byte]));
      expect([...contents.writer]).toEqual(twin.writer);
      for (const one of twin.known) if (one) known++; else unknown++;
    }
    expect(Math.min(known, unknown)).toBeGreaterThan(0);
  });

  async function contentsTwin(region: Region, at: Access): Promise<{ bytes: number[]; known: number[]; writer: number[] }> {
    const call = trace.callById.get(region.call as number);
    const [before, after] = [await trace.snapshot(region.id, 'before'), await trace.snapshot(region.id, 'after')];
    const range = { region: region.id, offset: 0, size: region.size };
    const writes = all.filter(one => touches(one, range, 'write') && one.time >= (call?.start ?? 0) && one.time <= (call?.end ?? Infinity)).sort(inTime);
    const contents = { bytes: [...(before ?? [])], known: Array<number>(region.size).fill(1), writer: Array<number>(region.size).fill(-1) };
    const later = new Set<number>();
    for (const write of writes) {
      const from = write.offset + Number(regionOf(write).address - region.address);
      for (let byte = Math.max(0, from); byte < Math.min(region.size, from + write.size); byte++) {
        if (inTime(write, at) > 0) { later.add(byte); continue; }
        contents.writer[byte] = write.ordinal;
        contents.known[byte] = write.value ? 1 : 0;
        if (write.value) contents.bytes[byte] = write.value[byte - from] as number;
      }
    }
    for (let byte = 0; byte < region.size; byte++) {
      if (contents.known[byte] || later.has(byte) || !after) continue;
      contents.known[byte] = 1;
      contents.bytes[byte] = after[byte] as number;
    }
    return contents;
  }

  it('tells what changed between two moments', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const region = pick([...trace.regionById.values()].filter(({ size }) => size < 400), seed);
      const own = all.filter(access => access.call === region.call);
      const [first, second] = [pick(own, seed), pick(own, seed * 5 + 1)];
      const [one, other] = [await bytesAt(trace, region.id, first.ordinal), await bytesAt(trace, region.id, second.ordinal)];
      const changed = new Set<number>();
      for (const { offset, size, before, after } of await difference(trace, region.id, first.ordinal, second.ordinal)) {
        for (let byte = offset; byte < offset + size; byte++) {
          changed.add(byte);
          expect(before?.[byte - offset]).toBe(one.known[byte] ? one.bytes[byte] : undefined);
          expect(after?.[byte - offset]).toBe(other.known[byte] ? other.bytes[byte] : undefined);
        }
      }
      for (let byte = 0; byte < region.size; byte++) {
        expect(changed.has(byte)).toBe(one.known[byte] !== other.known[byte] || (one.known[byte] === 1 && one.bytes[byte] !== other.bytes[byte]));
      }
    }
  });

  it('tells what two calls did differently', async () => {
    const rows = await differenceOfCalls(trace, 2, 5);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      for (const [mine, theirs, kind, found] of [
        [row.first, row.second, 'read', row.readByFirst], [row.second, row.first, 'read', row.readBySecond],
        [row.first, row.second, 'write', row.writtenByFirst], [row.second, row.first, 'write', row.writtenBySecond],
      ] as const) {
        const bytes = (id: number | null): Set<number> => new Set(all.filter(one => (one.region ?? one.anchor) === id && one.kind === kind)
          .flatMap(one => Array.from({ length: one.size }, (_, at) => one.offset + at)).filter(byte => byte < (trace.regionById.get(id ?? 0)?.size ?? 0)));
        const other = bytes(theirs);
        const expected = [...bytes(mine)].filter(byte => !other.has(byte)).sort((a, b) => a - b);
        expect(found.flatMap(({ offset, size }) => Array.from({ length: size }, (_, at) => offset + at))).toEqual(expected);
      }
    }
  });

  const sums = (accesses: readonly Access[]): Totals => ({
    reads: accesses.filter(one => one.kind === 'read').length, writes: accesses.filter(one => one.kind === 'write').length,
    bytesRead: accesses.reduce((sum, one) => sum + (one.kind === 'read' ? one.size : 0), 0), bytesWritten: accesses.reduce((sum, one) => sum + (one.kind === 'write' ? one.size : 0), 0),
  });

  it('adds up by instruction, line and function, all of it or a part', async () => {
    for (const [from, to] of [[0, trace.accessCount], [777, 4001], [100, 101]] as const) {
      const part = all.slice(from, to);
      for (const row of await byInstruction(trace, { from, to })) expect(row).toEqual({ insn: row.insn, ...sums(part.filter(one => one.insn?.id === row.insn)) });
      for (const row of await byLine(trace, { from, to })) expect(row).toMatchObject(sums(part.filter(one => (one.insn?.file ?? null) === row.file && one.insn?.line === row.line)));
      const functions = await byFunction(trace, { from, to });
      for (const row of functions) expect(row).toMatchObject(sums(part.filter(one => one.insn?.symbol === row.function)));
      expect(functions.reduce((sum, row) => sum + row.reads + row.writes, 0)).toBe(part.length);
    }
    const written = await byInstruction(trace, { kind: 'write' });
    expect(written.reduce((sum, row) => sum + row.writes, 0)).toBe(sums(all).writes);
    expect(written.reduce((sum, row) => sum + row.reads, 0)).toBe(0);
  });

  it('counts what each byte of a region saw', async () => {
    for (const region of [...trace.regionById.values()].filter((_, at) => at % 5 === 0)) {
      const [reads, writes] = [Array<number>(region.size).fill(0), Array<number>(region.size).fill(0)];
      for (const one of all.filter(access => (access.region ?? access.anchor) === region.id)) {
        const counts = one.kind === 'write' ? writes : reads;
        for (let byte = one.offset; byte < Math.min(region.size, one.offset + one.size); byte++) counts[byte] = (counts[byte] ?? 0) + 1;
      }
      const counts = await countsOf(trace, region.id);
      expect([[...counts.reads], [...counts.writes]]).toEqual([reads, writes]);
      const hot = await hotBytes(trace, region.id);
      expect((hot[0]?.reads ?? 0) + (hot[0]?.writes ?? 0)).toBe(Math.max(...reads.map((count, at) => count + (writes[at] as number))));
      for (const kind of kinds) {
        const never = reads.map((_, byte) => byte).filter(byte => (kind === 'write' || reads[byte] === 0) && (kind === 'read' || writes[byte] === 0));
        expect((await neverTouched(trace, region.id, kind)).flatMap(({ offset, size }) => Array.from({ length: size }, (_, at) => offset + at))).toEqual(never);
      }
    }
  });

  it('draws every access of a region somewhere', async () => {
    for (const [columns, rows] of [[4, 4], [64, 32], [2000, 100]] as const) {
      for (const region of [...trace.regionById.values()].filter((_, at) => at % 7 === 0)) {
        const own = all.filter(access => access.region === region.id);
        const { cells, single, tile } = await picture(trace, region.id, { columns, rows });
        if (single) expect(cells.length).toBe(own.length);
        for (const access of own) {
          const holds = cells.filter(cell => cell.first <= access.ordinal && access.ordinal <= cell.last && cell.offset < access.offset + access.size && access.offset < cell.offset + cell.size);
          expect(holds.length, `${tile}`).toBeGreaterThan(0);
          expect(holds.some(cell => (access.kind === 'write' ? cell.writes : cell.reads) > 0)).toBe(true);
        }
      }
    }
  });

  it('describes how instructions walk', async () => {
    const [pattern] = await patternsOf(trace, [3]);
    const own = all.filter(one => one.insn?.id === 3);
    const lines = own.map(one => Math.floor((Number(regionOf(one).address - 0x7000_0000n) + one.offset) / 64));
    const distances = lines.flatMap((line, at) => {
      const before = lines.lastIndexOf(line, at - 1);
      return at === 0 || before < 0 ? [] : [new Set(lines.slice(before + 1, at)).size];
    }).sort((a, b) => a - b);
    expect(pattern).toMatchObject({ insn: 3, accesses: own.length, shape: 'random', stride: null, cacheLines: new Set(lines).size });
    expect(pattern?.reuse).toEqual({ median: distances[Math.floor(distances.length / 2)], high: distances[Math.floor(distances.length * 0.9)] });
  });

  it('counts without reading what the index knows', async () => {
    const everything = { judge: () => 'all' as const, matches: () => { throw new Error('read'); } };
    expect(await countThat(trace, everything)).toBe(all.length);
  });

  it.each([
    ['kind:write', (one: Access) => one.kind === 'write'],
    ['call:2..3', (one: Access) => one.call >= 2 && one.call <= 3],
    ['size>=4 kind:read', (one: Access) => one.size >= 4 && one.kind === 'read'],
    ['offset:8..40 kind:write', (one: Access) => one.offset <= 40 && one.offset + one.size > 8 && one.kind === 'write'],
  ])('counts %s call by call', async (text, twin) => {
    const { filter } = compileFilter(text, trace);
    for (const [from, to] of [[0, all.length], [777, 4001]] as const) {
      const expected = new Map<number, number>();
      for (const one of all.slice(from, to)) if (twin(one)) expected.set(one.call, (expected.get(one.call) ?? 0) + 1);
      let last: { total: number; perCall: ReadonlyMap<number, number>; upTo: number } | null = null;
      for await (const counts of countByCall(trace, filter as AccessFilter, { from, to })) last = counts;
      expect(last?.upTo).toBe(to);
      expect(new Map([...(last?.perCall ?? [])].sort((a, b) => a[0] - b[0]))).toEqual(new Map([...expected].sort((a, b) => a[0] - b[0])));
      expect(last?.total).toBe([...expected.values()].reduce((sum, one) => sum + one, 0));
      expect(await countThat(trace, filter as AccessFilter, { from, to })).toBe(last?.total);
    }
  });
});
