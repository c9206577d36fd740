import { expect, test } from 'vitest';
import { readNotes, writeNotes } from './notesFile';

test('notes come back as they were', () => {
  const notes = { traceSize: 1234, bookmarks: [{ ordinal: 0, note: '' }, { ordinal: 99_999_999, note: 'here "it" breaks\n' }] };
  expect(readNotes(writeNotes(notes))).toEqual(notes);
});

test('accesses count from 1 in the file', () => {
  expect(JSON.parse(writeNotes({ traceSize: 1, bookmarks: [{ ordinal: 6, note: 'x' }] }))).toMatchObject({ bookmarks: [{ access: 7, note: 'x' }] });
});

test.each([['{', /JSON/], ['{"a":1}', /is no file of ffiscope notes/], ['{"format":"ffiscope notes","version":2}', /version 2/]])('names what is wrong with %s', (text, wrong) => {
  expect(() => readNotes(text)).toThrow(wrong);
});

test('leaves out entries that make no sense', () => {
  const text = JSON.stringify({ format: 'ffiscope notes', version: 1, traceSize: 5, bookmarks: [{ access: 0 }, { access: 'x' }, { access: 3, note: 4 }] });
  expect(readNotes(text).bookmarks).toEqual([{ ordinal: 2, note: '' }]);
});
