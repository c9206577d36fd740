/** A timer's handler comes in between any two instructions of a call: nothing is lost, doubled or changed. */
import { expect, test } from 'vitest';
import { accesses, recordNode, type AccessLine, type Engine } from '../lib/record';
import { inRoot } from '../lib/run';

interface Printed { readonly result: number; readonly ticks: number; readonly sum: number; readonly mixed: number }

const mixed = (rounds: number): number => Array.from({ length: rounds }, (_, i) => i).reduce((all, i) => all ^ i, 0);

test.each<[Engine, number]>([['step', 300], ['fast', 200_000]])('on the %s engine', async (engine, rounds) => {
  const { status, stdout, stderr, file } = await recordNode([inRoot('test/engines/programs/ticking.cjs'), String(rounds)], engine);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const printed = JSON.parse(stdout) as Printed;
  expect(printed).toMatchObject({ result: rounds, sum: rounds, mixed: mixed(rounds) });
  expect(printed.ticks).toBeGreaterThan(2);
  const made = await accesses(file);
  const counted = (kind: AccessLine['kind'], offset: number): number => made.filter(one => one.kind === kind && one.offset === offset).length;
  expect({ reads: counted('read', 0), writes: counted('write', 0) }).toEqual({ reads: printed.ticks, writes: printed.ticks });
  // The result is read once more at the end.
  expect({ reads: counted('read', 4), writes: counted('write', 4) }).toEqual({ reads: rounds + 1, writes: rounds });
  expect({ reads: counted('read', 8), writes: counted('write', 8) }).toEqual({ reads: rounds, writes: rounds });
});
