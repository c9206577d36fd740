import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Rereading } from './rereading';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** A trace of which a reading takes `ms`. */
function growing(ms: number) {
  const trace = { size: 0, begun: [] as number[], together: 0 };
  const start = performance.now();
  const rereading = new Rereading(async () => {
    expect(++trace.together).toBe(1);
    trace.begun.push(performance.now() - start);
    await new Promise(resolve => setTimeout(resolve, ms));
    trace.together--;
  }, () => trace.size);
  const grow = (): void => { trace.size++; rereading.touched(); };
  return { trace, rereading, grow };
}

async function growsOn(grow: () => void, every: number, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    grow();
    await vi.advanceTimersByTimeAsync(every);
  }
}

test('what came last is read soon, and only once', async () => {
  const { trace, grow } = growing(20);
  await growsOn(grow, 10, 3);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(trace.begun).toEqual([170]);
});

test('what came during a reading is read after it', async () => {
  const { trace, grow } = growing(100);
  grow();
  await vi.advanceTimersByTimeAsync(200);
  grow();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(trace.begun).toEqual([150, 850]);
});

test('while it grows on and on, readings take a seventh of the time', async () => {
  const { trace, grow } = growing(1000);
  await growsOn(grow, 1000, 60);
  expect(trace.begun.length).toBeGreaterThanOrEqual(7);
  expect(trace.begun.length).toBeLessThanOrEqual(10);
});

test('a long one that stands still is read without that rest', async () => {
  const { trace, grow } = growing(20_000);
  grow();
  await vi.advanceTimersByTimeAsync(20_200);
  grow();
  await vi.advanceTimersByTimeAsync(6000);
  expect(trace.begun).toEqual([150, 25_700]);
});

test('after its end nothing is read', async () => {
  const { trace, rereading, grow } = growing(20);
  grow();
  rereading.end();
  grow();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(trace.begun).toEqual([]);
});
