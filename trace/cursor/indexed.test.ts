import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessAt } from '../model/access';
import type { Access } from '../model/types';
import { bytesSource } from '../open';
import { accessesTo, type AccessKind, type Range } from './bytes';
import { NEVER } from './cancel';
import { Memory } from './memory';
import { Replay } from './replay';
import { byInsns, findAccess, type Query } from './search';
import { openCursorSource, type BlockRange, type CursorSource } from './source';

// Two threads, three levels of the index, values of most writes; every answer has a twin here that goes through all accesses.
describe.each(['random-1', 'random-2'])('searches and contents of %s, with an index', (name) => {
  let source: CursorSource;
  let all: (Access & { readonly value: Uint8Array | null })[];
  let blocksRead: BlockRange[];

  beforeAll(async () => {
    const opened = await openCursorSource(bytesSource(readFileSync(new URL(`../testing/recordings/${name}.ffitrace`, import.meta.url))));
    blocksRead = [];
    source = { ...opened, read: range => { blocksRead.push(range); return opened.read(range); } };
    all = [];
    for await (const block of opened.trace.blocks()) {
      const values = await opened.trace.values(block);
      for (let row = 0; row < block.length; row++) all.push({ ...accessAt(opened.trace, block, row), value: values?.of(row) ?? null });
    }
  });

  const pick = <T>(list: readonly T[], seed: number): T => list[(seed * 7919 + 13) % list.length] as T;
  const rangeOf = (seed: number): Range => {
    const region = pick([...source.trace.regionById.values()], seed);
    return { address: region.address + BigInt((seed * 4099) % region.size), size: 1 + (seed % 9) };
  };
  const kinds: readonly AccessKind[] = ['read', 'write', 'readWrite'];
  const isAt = (access: Access, { address, size }: Range) => access.address < address + BigInt(size) && access.address + BigInt(Math.max(1, access.size)) > address;

  /** The same search without the index. */
  async function compare(query: Query, matches: (access: Access) => boolean, seed: number): Promise<void> {
    const start = pick(all, seed * 31);
    const own = all.filter(({ thread }) => thread === start.thread);
    expect(await findAccess(source, start.thread, query, start.ordinal, 'forward', NEVER)).toBe(own.find(access => access.ordinal >= start.ordinal && matches(access))?.ordinal ?? null);
    expect(await findAccess(source, start.thread, query, start.ordinal, 'backward', NEVER)).toBe(own.findLast(access => access.ordinal <= start.ordinal && matches(access))?.ordinal ?? null);
  }

  it('bytes are found both ways, and most blocks are not read for it', async () => {
    const memory = new Memory(new Replay(source));
    const blocks = source.blocksOf(1).length + source.blocksOf(2).length;
    blocksRead = [];
    for (let seed = 0; seed < 60; seed++) {
      const kind = pick(kinds, seed);
      const range = rangeOf(seed);
      await compare(accessesTo(source, memory.regions, range, kind), access => (kind === 'readWrite' || access.kind === kind) && isAt(access, range), seed);
    }
    expect(blocksRead.length).toBeLessThan(120 * blocks / 4);
  });

  it('instructions are found both ways', async () => {
    const insns = [...source.trace.insnById.keys()];
    for (let seed = 0; seed < 20; seed++) {
      const wanted = new Set([pick(insns, seed)]);
      await compare({ within: () => true, judge: byInsns(wanted), test: (block, row) => wanted.has(block.insn[row] as number) }, ({ insn }) => insn !== null && wanted.has(insn.id), seed);
    }
  });

  it('a byte that is known while its call runs is what the last write before stored', async () => {
    const replay = new Replay(source);
    const memory = new Memory(replay);
    let compared = 0;
    for (let seed = 0; seed < 80; seed++) {
      const at = pick(all, seed * 17);
      const region = source.trace.regionById.get(at.region ?? 0);
      const position = await replay.access(at.ordinal);
      if (!region || !position || at.kind !== 'write' || at.value === null || region.call !== at.call) continue;
      const { bytes, known } = await memory.read({ address: at.address, size: at.size }, position, NEVER);
      const last = lastWrites(at);
      at.value.forEach((byte, place) => {
        if (last[place] !== at) return;
        compared++;
        expect([known[place], bytes[place]]).toEqual([1, byte]);
      });
    }
    expect(compared).toBeGreaterThan(20);
  });

  /** For each byte of a write, the write that was there last up to its own moment, on whichever thread. */
  function lastWrites(at: Access): readonly (Access | undefined)[] {
    const before = all.filter(other => other.kind === 'write' && (other.thread === at.thread ? other.ordinal <= at.ordinal : other.time <= at.time));
    return Array.from({ length: at.size }, (_, place) => before.filter(other => isAt(other, { address: at.address + BigInt(place), size: 1 }))
      .sort((a, b) => (a.thread === b.thread ? a.ordinal - b.ordinal : a.time - b.time)).at(-1));
  }
});
