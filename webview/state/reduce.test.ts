import { beforeAll, expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import type { Access, Trace } from '../../trace/model/types';
import { initialState, reduce } from './reduce';

let trace: Trace;
let inHeader: Access;
beforeAll(async () => {
  trace = await openTrace(bytesSource(sampleTrace()));
  inHeader = await trace.access(trace.callById.get(11)!.firstOrdinal + 1);
});

it('pins the bytes of a selected access, and moves to its call only when that is elsewhere', () => {
  const all = reduce(initialState(trace), { type: 'access', access: inHeader });
  expect(all).toMatchObject({ call: null, access: inHeader, pin: { region: inHeader.region, offset: 0, size: 4 } });
  const elsewhere = reduce(reduce(initialState(trace), { type: 'call', call: 2 }), { type: 'access', access: inHeader });
  expect(elsewhere.call).toBe(11);
});

it('keeps a call in view while something of a call inside it is selected', async () => {
  const inner = await trace.access(trace.callById.get(9)!.firstOrdinal);
  expect(reduce(reduce(initialState(trace), { type: 'call', call: 8 }), { type: 'access', access: inner }).call).toBe(8);
});

it('keeps the pinned bytes when asked to', () => {
  const pinned = reduce(initialState(trace), { type: 'pin', pin: { region: 1, offset: 3, size: 1 } });
  expect(reduce(pinned, { type: 'access', access: inHeader, keepPin: true }).pin).toBe(pinned.pin);
});

it('forgets the access and the bytes of another call', () => {
  const state = reduce(reduce(initialState(trace), { type: 'access', access: inHeader }), { type: 'call', call: 2 });
  expect(state).toMatchObject({ call: 2, access: null, pin: null, view: null });
});

it('goes back one selection at a time, then clears the filter', () => {
  let state = reduce(initialState(trace), { type: 'filter', text: 'kind:write' });
  state = reduce(reduce(state, { type: 'call', call: 11 }), { type: 'access', access: inHeader });
  state = reduce(state, { type: 'back' });
  expect(state).toMatchObject({ call: 11, access: null });
  state = reduce(state, { type: 'back' });
  expect(state).toMatchObject({ call: null, filter: { text: 'kind:write' } });
  state = reduce(state, { type: 'back' });
  expect(state.filter).toMatchObject({ text: '', matcher: null });
  expect(reduce(state, { type: 'back' })).toBe(state);
});

it('names a wrong term and filters nothing', () => {
  expect(reduce(initialState(trace), { type: 'filter', text: 'kind:write nonsense' }).filter).toMatchObject({ matcher: null, error: expect.stringContaining('nonsense') });
});

it('takes what another view selected without a step to go back', () => {
  const state = reduce(initialState(trace), { type: 'shared', call: 2, access: null, pin: null, finding: null });
  expect(state).toMatchObject({ call: 2, history: [] });
});

it('goes forward again where it went back, until something else is selected', () => {
  const there = reduce(reduce(initialState(trace), { type: 'call', call: 11 }), { type: 'access', access: inHeader });
  const back = reduce(reduce(there, { type: 'back' }), { type: 'back' });
  expect(back.call).toBeNull();
  const again = reduce(reduce(back, { type: 'forward' }), { type: 'forward' });
  expect(again).toMatchObject({ call: 11, access: inHeader, future: [] });
  expect(reduce(again, { type: 'forward' })).toBe(again);
  const other = reduce(back, { type: 'call', call: 2 });
  expect(reduce(other, { type: 'forward' })).toBe(other);
});

it('keeps bookmarks in order, with their notes', () => {
  let state = reduce(reduce(initialState(trace), { type: 'bookmark', ordinal: 9 }), { type: 'bookmark', ordinal: 4 });
  state = reduce(state, { type: 'note', ordinal: 9, note: 'here' });
  expect(state.bookmarks).toEqual([{ ordinal: 4, note: '' }, { ordinal: 9, note: 'here' }]);
  expect(reduce(state, { type: 'bookmark', ordinal: 4 }).bookmarks).toHaveLength(1);
  expect(reduce(state, { type: 'bookmarks', bookmarks: [{ ordinal: 10 ** 9, note: 'of another file' }] }).bookmarks).toEqual([]);
});
