import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ViewMessage } from './protocol';
import { MessageByteSource } from './bytesource';

const file = { name: 'a', key: 'a', size: 100, generation: 3 };
let posted: Extract<ViewMessage, { type: 'read' }>[];
let source: MessageByteSource;

beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  source = new MessageByteSource(file, message => { if (message.type === 'read') posted.push(message); }, 1000);
});
afterEach(() => { vi.useRealTimers(); });

const answer = (id: number, text: string, generation = 3): boolean =>
  source.accept({ type: 'bytes', id, generation, buffer: new TextEncoder().encode(text).buffer as ArrayBuffer });

it('matches answers to reads in any order', async () => {
  const [first, second] = [source.read(0, 2), source.read(2, 2)];
  answer(posted[1]!.id, 'cd');
  answer(posted[0]!.id, 'ab');
  expect(new TextDecoder().decode(await first) + new TextDecoder().decode(await second)).toBe('abcd');
});

it('asks for nothing beyond the end', async () => {
  expect(await source.read(100, 10)).toHaveLength(0);
  void source.read(90, 50);
  expect(posted).toMatchObject([{ offset: 90, length: 10, generation: 3 }]);
});

it('fails with the message of the host', async () => {
  const read = source.read(0, 1);
  source.accept({ type: 'readError', id: posted[0]!.id, generation: 3, message: 'gone' });
  await expect(read).rejects.toThrow('gone');
});

it('does not wait for ever, and ignores a late answer', async () => {
  const read = source.read(0, 1);
  const failed = expect(read).rejects.toThrow('longer than 1 s');
  vi.advanceTimersByTime(1001);
  await failed;
  expect(answer(posted[0]!.id, 'a')).toBe(false);
});

it('ignores answers meant for the file before', async () => {
  const read = source.read(0, 1);
  expect(answer(posted[0]!.id, 'x', 2)).toBe(false);
  expect(answer(posted[0]!.id, 'a')).toBe(true);
  expect(await read).toEqual(new TextEncoder().encode('a'));
});

it('ends all reads when closed', async () => {
  const read = source.read(0, 1);
  source.close();
  await expect(read).rejects.toThrow('closed');
  await expect(source.read(0, 1)).rejects.toThrow('closed');
});

it('asks for nothing when all of the file came along', async () => {
  const posted: unknown[] = [];
  const whole = new MessageByteSource({ name: 'app', key: 'app', size: 4, generation: 1 }, message => posted.push(message), 1000, Uint8Array.of(1, 2, 3, 4).buffer);
  expect([...await whole.read(1, 10)]).toEqual([2, 3, 4]);
  expect(posted).toEqual([]);
  whole.close();
  await expect(whole.read(0, 1)).rejects.toThrow('closed');
  const other = new MessageByteSource({ name: 'app', key: 'app', size: 5, generation: 1 }, message => posted.push(message), 1000, Uint8Array.of(1, 2, 3, 4).buffer);
  void other.read(0, 1).catch(() => {});
  expect(posted).toHaveLength(1);
  other.close();
});
