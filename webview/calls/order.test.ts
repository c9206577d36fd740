import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { FIRST_CHOICES, type Choices } from '../state/choices';
import { callCompare } from './order';
import { visibleRows } from './rows';

const ids = async (choices: Partial<Choices>, closed: number[] = []): Promise<number[]> => {
  const trace = await openTrace(bytesSource(sampleTrace()));
  return visibleRows(trace, new Set(closed), callCompare({ ...FIRST_CHOICES, ...choices }, call => (call === 11 ? 2 : 0))).map(row => row.call.id);
};

it('shows calls as they were made, callbacks below the call they came from', async () => {
  expect(await ids({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
});

it('sorts calls beside each other and keeps them below the call they belong to', async () => {
  const byReads = await ids({ callOrder: 'reads', descending: true });
  expect(byReads[0]).toBe(2);
  const outer = byReads.indexOf(8);
  expect(byReads.slice(outer + 1, outer + 3).sort()).toEqual([10, 9].sort());
  expect(await ids({ callOrder: 'findings', descending: true })).toMatchObject({ 0: 11 });
});

it('keeps the order of calls among equals', async () => {
  const byName = await ids({ callOrder: 'function' });
  expect(byName.indexOf(5)).toBeLessThan(byName.indexOf(6));
});

it('leaves out what a closed call holds', async () => {
  expect(await ids({ callOrder: 'time' }, [8])).not.toContain(9);
});
