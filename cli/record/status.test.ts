import { expect, test } from 'vitest';
import { StatusReader, type Status } from './status';

const lines = [
  { type: 'started', pid: 12 },
  { type: 'progress', calls: 1, accesses: 2, bytes: 3, elapsed: 4 },
  { type: 'warning', message: 'a thread was not traced — ü' },
  { type: 'end', file: 'a.ffitrace', calls: 1, accesses: 2, code: 0, signal: null },
] satisfies Status[];

test('objects come out whole wherever the stream is cut', () => {
  const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
  for (let cut = 0; cut <= text.length; cut++) {
    const reader = new StatusReader();
    expect([...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut))]).toEqual(lines);
  }
});

test.each(['', 'not json', '[]', 'null', '{}', '{"type":"later"}', '{"type":"progress","calls":"1"}', '{"type":"end"}', '{"type":"constructor"}'])(
  'a line that is no status is skipped: %s', line => expect(new StatusReader().push(`${line}\n`)).toEqual([]),
);
