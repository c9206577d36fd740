import { expect, expectTypeOf, test } from 'vitest';
import type { HostMessage, ViewMessage } from './protocol';
import { parseHostMessage, parseViewMessage } from './schema';

const selection = { call: 1, access: null, pin: { region: 1, offset: -4, size: 8 }, finding: null };
const file = { name: 'a', key: 'file:///a', size: 10, generation: 1 };
const state = { version: 1, selection, filter: '', axis: 'time', view: [0, 1.5], edges: { left: 10 }, choices: { any: [1] } } as const;

const fromHost: HostMessage[] = [
  { type: 'init', mode: 'editor', file, state, selection, follow: true, bookmarks: [{ ordinal: 0, note: '' }], empty: { program: null, checks: [{ state: 'ok', title: 'a', detail: 'b' }] } },
  { type: 'init', mode: 'panel', file: null, state: null, selection: null, follow: false, bookmarks: null, empty: { program: 'app.js', checks: [] } },
  { type: 'bytes', id: 1, generation: 1, buffer: new ArrayBuffer(3) }, { type: 'readError', id: 1, generation: 1, message: 'gone' }, { type: 'sourceText', id: 1, text: null },
  { type: 'selection', selection }, { type: 'follow', on: true }, { type: 'bookmarks', bookmarks: [] }, { type: 'reveal', selection: { call: 4 } }, { type: 'compare', files: [file, file] }, { type: 'reload', file, bookmarks: [] },
];
const fromView: ViewMessage[] = [
  { type: 'ready' }, { type: 'read', id: 1, generation: 1, offset: 0, length: 10 }, { type: 'source', id: 1, file: '/a.c' }, { type: 'openSource', file: '/a.c', line: 1, column: null, beside: true },
  { type: 'selection', selection }, { type: 'follow', on: false }, { type: 'state', state }, { type: 'bookmarks', bookmarks: [{ ordinal: 3, note: 'x' }] }, { type: 'copy', text: 'a', what: 'b' },
  { type: 'command', command: 'openTrace' }, { type: 'showIn', which: 1, selection: {} }, { type: 'swap' }, { type: 'failed', message: 'no' },
];

test('every message of the protocol passes as it is', () => {
  for (const message of fromHost) expect(parseHostMessage(message)).toEqual(message);
  for (const message of fromView) expect(parseViewMessage(message)).toEqual(message);
});

test('the schemas and the protocol are the same types', () => {
  expectTypeOf<NonNullable<ReturnType<typeof parseHostMessage>>>().toEqualTypeOf<HostMessage>();
  expectTypeOf<NonNullable<ReturnType<typeof parseViewMessage>>>().toEqualTypeOf<ViewMessage>();
});

test.each([
  null, 'ready', [], {}, { type: 'unknown' }, { type: 'command', command: 'workbench.action.terminal.new' }, { type: 'command', command: 'constructor' }, { type: 'command' },
  { type: 'read', id: 1, generation: 1, offset: -1, length: 10 }, { type: 'read', id: 1, generation: 1, offset: 0.5, length: 10 }, { type: 'read', id: 1, generation: 1, offset: 0, length: Infinity },
  { type: 'openSource', file: ['/etc/passwd'], line: 1, column: null, beside: true }, { type: 'openSource', file: 'x'.repeat(2_000_000), line: 1, column: null, beside: true },
  { type: 'selection', selection: { call: '1' } }, { type: 'state', state: { version: 2 } }, { type: 'bookmarks', bookmarks: [{ ordinal: NaN, note: '' }] }, { type: 'showIn', which: 2, selection: {} },
].map(message => [message] as const))('%j is no message of a view', message => expect(parseViewMessage(message)).toBeNull());

test('what is not in the protocol does not come along', () => {
  expect(parseViewMessage({ type: 'swap', __proto__: { admin: true }, extra: 1 })).toEqual({ type: 'swap' });
  expect(parseHostMessage({ type: 'bytes', id: 1, generation: 1, buffer: 'text' })).toBeNull();
});
