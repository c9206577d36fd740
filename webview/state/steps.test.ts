import { beforeEach, expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { SameBytes, merged } from './samebytes';
import { stepAccess, stepCall, stepToPinned } from './steps';
import { Store } from './store';

let store: Store;
beforeEach(async () => { store = new Store(await openTrace(bytesSource(sampleTrace()))); });
const at = (): number | undefined => store.state.access?.ordinal;

it('walks the accesses of the call in view and stops at its ends', async () => {
  const { firstOrdinal, lastOrdinal } = store.trace.callById.get(11)!;
  store.dispatch({ type: 'call', call: 11 });
  for (let ordinal = firstOrdinal; ordinal < lastOrdinal; ordinal++) {
    expect(await stepAccess(store, 1)).toBe(true);
    expect(at()).toBe(ordinal);
  }
  expect(await stepAccess(store, 1)).toBe(false);
  expect(at()).toBe(lastOrdinal - 1);
  expect(await stepAccess(store, -1)).toBe(true);
  expect(at()).toBe(lastOrdinal - 2);
});

it('passes over what the filter leaves out', async () => {
  store.dispatch({ type: 'call', call: 11 });
  store.dispatch({ type: 'filter', text: 'kind:write' });
  const kinds: string[] = [];
  while (await stepAccess(store, 1)) kinds.push(store.state.access!.kind);
  expect(kinds.length).toBe(store.trace.callById.get(11)!.writes);
  expect(new Set(kinds)).toEqual(new Set(['write']));
});

it('walks all accesses to the pinned bytes, forth and back the same', async () => {
  const region = store.trace.callById.get(2)!.regions.find(each => each.label.includes('strm'))!;
  store.dispatch({ type: 'pin', pin: { region: region.id, offset: 8, size: 4 } });
  const forth: number[] = [];
  while (await stepToPinned(store, 1)) forth.push(at()!);
  const back = [at()!];
  while (await stepToPinned(store, -1)) back.push(at()!);
  expect(forth.length).toBeGreaterThan(4);
  expect(back.reverse()).toEqual(forth);
  expect(store.state.pin).toEqual({ region: region.id, offset: 8, size: 4 });
});

it('takes the bytes of memory for the same in every call that has them', () => {
  const regions = [...store.trace.regionById.values()].filter(region => region.label.includes('strm'));
  const [first] = regions;
  const same = regions.filter(region => region.memory === first!.memory);
  const spans = new SameBytes(store.trace, { region: first!.id, offset: 0, size: 1 }).ordinals();
  expect(spans[0]![0]).toBe(Math.min(...same.map(region => store.trace.callById.get(region.call!)!.firstOrdinal)));
});

it('joins ranges that touch', () => {
  expect(merged([[5, 9], [0, 3], [3, 4], [8, 12]])).toEqual([[0, 4], [5, 12]]);
});

it('goes from call to call and stays at the ends', () => {
  stepCall(store, -1);
  expect(store.state.call).toBe(13);
  stepCall(store, 1);
  expect(store.state.call).toBe(13);
  stepCall(store, -1);
  expect(store.state.call).toBe(12);
});
