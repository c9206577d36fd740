import { expect, it } from 'vitest';
import { Blocks } from './blocks';

const block = (start: bigint, end: bigint, region = Number(start)) => ({ start, end, region, memory: region, made: 0 });

it('finds the block around an address', () => {
  const blocks = new Blocks();
  for (const start of [500n, 100n, 300n]) blocks.add(block(start, start + 50n));
  expect([99n, 100n, 149n, 150n, 320n, 549n, 550n].map((at) => blocks.find(at)?.region)).toEqual([undefined, 100, 100, undefined, 300, 500, undefined]);
});

it('displaces what a new block covers', () => {
  const blocks = new Blocks();
  for (const start of [0n, 10n, 20n, 30n]) blocks.add(block(start, start + 10n));
  expect(blocks.add(block(15n, 30n, 99)).map((one) => one.region)).toEqual([10, 20]);
  expect([5n, 12n, 15n, 29n, 30n].map((at) => blocks.find(at)?.region)).toEqual([0, undefined, 99, 99, 30]);
  expect(blocks.remove(16n)).toBeUndefined();
  expect(blocks.remove(15n)?.region).toBe(99);
  expect(blocks.size).toBe(2);
});
