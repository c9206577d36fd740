import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccessFlag } from '../model/types';
import { NEVER } from './cancel';
import type { Position } from './position';
import { Replay } from './replay';
import { among, anywhere } from './search';
import type { Stop } from './stop';
import { programs, runProgram, type Passed } from './testing/program';

const brief = ({ kind, thread, call, ordinal }: Position | Passed) => ({ kind, thread, call, ordinal: kind === 'access' ? ordinal : null });
const stop = (id: string, known: Partial<Stop>): Stop => ({ id, accesses: null, boundary: null, counts: () => true, ...known });

test('a thread is walked through position by position, both ways', () => fc.assert(fc.asyncProperty(programs, async program => {
  const { source, passed } = await runProgram(program);
  const replay = new Replay(source);
  for (const line of replay.threads) {
    const expected = passed.filter(({ thread }) => thread === line.thread).map(brief);
    const forward: Position[] = [];
    for (let at = line.first(); at; at = await line.next(at)) forward.push(at);
    expect(forward.map(brief)).toEqual(expected);
    const backward: Position[] = [];
    for (let at = await line.last(); at; at = await line.previous(at)) backward.unshift(at);
    expect(backward).toEqual(forward);
  }
}), { numRuns: 60 }));

test('a thread stands, at each moment, where it last was', () => fc.assert(fc.asyncProperty(programs, async program => {
  const { source, passed } = await runProgram(program);
  const replay = new Replay(source);
  for (const line of replay.threads) {
    for (let time = 5; time <= passed.length * 10 + 5; time += 5) {
      const expected = passed.findLast(one => one.thread === line.thread && one.time <= time);
      const found = await line.at(time);
      expect(found && brief(found)).toEqual(expected ? brief(expected) : null);
    }
  }
}), { numRuns: 40 }));

test('the calls under way are those that have begun and not ended', () => fc.assert(fc.asyncProperty(programs, async program => {
  const { source, passed } = await runProgram(program);
  const replay = new Replay(source);
  for (const line of replay.threads) {
    const open: number[] = [];
    const own = passed.filter(({ thread }) => thread === line.thread);
    let at = line.first();
    for (const { kind, call } of own) {
      if (kind === 'begin') open.unshift(call);
      expect(line.calls(at as Position).map(({ id }) => id)).toEqual(open);
      if (kind === 'end') open.shift();
      at = await line.next(at as Position);
    }
  }
}), { numRuns: 40 }));

test('running stops where a condition holds first, on whatever thread, both ways', () => fc.assert(fc.asyncProperty(programs, fc.nat(60), fc.nat(300), fc.boolean(), async (program, offset, start, boundaries) => {
  const { source, passed } = await runProgram(program);
  const replay = new Replay(source);
  const hits = (one: Passed): boolean => {
    if (one.kind !== 'access') return boundaries && one.kind === 'begin';
    const deed = rows.get(one.ordinal as number);
    return deed !== undefined && deed.write && deed.offset <= offset && offset < deed.offset + deed.size;
  };
  const rows = new Map<number, { offset: number; size: number; write: boolean }>();
  for await (const block of source.trace.blocks()) {
    for (let row = 0; row < block.length; row++) {
      rows.set(block.firstOrdinal + row, { offset: block.offset[row] as number, size: block.size[row] as number, write: ((block.flags[row] as number) & AccessFlag.write) !== 0 });
    }
  }
  const stops = [
    stop('write', { accesses: { within: anywhere, test: (block, row) => {
      const deed = rows.get(block.firstOrdinal + row) as { offset: number; size: number; write: boolean };
      return deed.write && deed.offset <= offset && offset < deed.offset + deed.size;
    } } }),
    ...(boundaries ? [stop('call', { boundary: (_, kind) => kind === 'begin' })] : []),
  ];
  const from = passed[start % passed.length] as Passed;
  const line = replay.line(from.thread);
  const position = from.kind === 'access' ? await line?.access(from.ordinal as number) : from.kind === 'begin' ? line?.begin(from.call) : line?.end(from.call);
  const after = passed.slice((start % passed.length) + 1).find(hits);
  const before = passed.slice(0, start % passed.length).findLast(hits);
  const forward = await replay.run(position as Position, stops, 'forward', NEVER);
  const backward = await replay.run(position as Position, stops, 'backward', NEVER);
  expect(brief(forward.position)).toEqual(brief(after ?? passed.at(-1) as Passed));
  expect(forward.stops.length > 0).toBe(after !== undefined);
  expect(brief(backward.position)).toEqual(brief(before ?? passed[0] as Passed));
  expect(backward.stops.length > 0).toBe(before !== undefined);
}), { numRuns: 150 }));

test('a stop that does not count is run over', async () => {
  const access = { kind: 'access' as const, offset: 0, size: 4, write: true };
  const { source } = await runProgram({ threads: [[{ kind: 'call', deeds: [access, access, access] }]], turns: [1], block: 2 });
  const replay = new Replay(source);
  let hits = 0;
  const third = stop('third', { accesses: { within: anywhere, test: () => true }, counts: () => ++hits === 3 });
  const { position, stops } = await replay.run(replay.first() as Position, [third], 'forward', NEVER);
  expect([position.ordinal, stops.map(({ id }) => id), hits]).toEqual([2, ['third'], 3]);
});

test('a run that is cancelled says so', async () => {
  const access = { kind: 'access' as const, offset: 0, size: 4, write: true };
  const { source } = await runProgram({ threads: [[{ kind: 'call', deeds: [access] }]], turns: [1], block: 1 });
  const replay = new Replay(source);
  await expect(replay.run(replay.first() as Position, [stop('none', { accesses: { within: anywhere, test: () => false } })], 'forward', { cancelled: true })).rejects.toThrow('cancelled');
});

test('blocks without any of the numbers are left out', () => {
  const within = among([3, 10]);
  const range = (first: number, end: number) => ({ first, end, thread: 1, times: null });
  expect([range(0, 3), range(0, 4), range(4, 10), range(10, 11), range(11, 20)].map(within)).toEqual([false, true, false, true, false]);
});

test('the first access of a block is judged by the last of the block before', async () => {
  const access = { kind: 'access' as const, offset: 0, size: 4, write: true };
  const { source } = await runProgram({ threads: [[{ kind: 'call', deeds: [access, access, access, access] }]], turns: [1], block: 2 });
  const replay = new Replay(source);
  const fresh = stop('fresh', { accesses: { within: anywhere, test: (block, row) => row === 0 || block.insn[row] !== block.insn[row - 1], first: (block, before, last) => block.insn[0] !== before.insn[last] } });
  const first = await replay.run(replay.first() as Position, [fresh], 'forward', NEVER);
  expect(first.position.ordinal).toBe(0);
  expect((await replay.run(first.position, [fresh], 'forward', NEVER)).stops).toEqual([]);
});
