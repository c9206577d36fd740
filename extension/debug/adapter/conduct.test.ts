import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sampleTrace } from '../../../trace/testing/sample';
import { setUp } from './testing/setup';
import { written } from './testing/traces';

const now = setUp();
const asks = (command: string, args: object = {}): Promise<unknown> => now.talk.ask(command, args);

describe('conduct', () => {
  test('requests that come all at once are each answered once, in order where they move', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => asks('stepIn', { threadId: 1 })),
      ...Array.from({ length: 20 }, () => asks('threads')), ...Array.from({ length: 20 }, () => asks('evaluate', { expression: 'n' })),
    ]);
    expect(answers).toHaveLength(45);
    await expect.poll(() => now.host.arrivals.length).toBe(6);
    expect(now.host.arrivals.slice(1).map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4]);
  });

  test('a run is paused where it stands', async () => {
    await now.begin();
    await now.talk.replay(now.sample, { setFunctionBreakpoints: { breakpoints: [{ name: 'parse_header', condition: 'call:999' }] } });
    const stop = now.talk.event('stopped');
    await asks('continue', { threadId: 1 });
    await asks('pause', { threadId: 1 });
    expect(['pause', 'end of recording']).toContain((await stop).body?.['reason']);
    expect(await now.talk.move('pause')).toMatchObject({ reason: 'pause' });
  });

  test('a request that is cancelled says so', async () => {
    await now.begin();
    await now.talk.replay(now.sample);
    await now.talk.move('next');
    const seq = (now.talk.client as unknown as { sequence: number }).sequence;
    const slow = asks('evaluate', { expression: 'kind:write size:3' });
    const [outcome] = await Promise.allSettled([slow, asks('cancel', { requestId: seq })]);
    expect(outcome.status === 'fulfilled' || /cancel/.test(String(outcome.reason))).toBe(true);
    await asks('cancel', { requestId: 12345 });
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('disconnecting after %i of the requests of a session leaves nothing behind', async count => {
    await now.begin();
    const requests: [string, object][] = [
      ['initialize', { pathFormat: 'path' }], ['attach', { trace: now.sample }], ['setFunctionBreakpoints', { breakpoints: [{ name: '*step*' }] }], ['setExceptionBreakpoints', { filters: ['crash'] }],
      ['configurationDone', {}], ['continue', { threadId: 1 }], ['stackTrace', { threadId: 1 }], ['reverseContinue', { threadId: 1 }],
    ];
    // Without waiting for answers: whatever is under way is under way.
    const under = requests.slice(0, count).map(([command, args]) => asks(command, args).catch(() => {}));
    await asks('disconnect', {});
    await Promise.all(under);
    expect([...now.host.openFiles]).toEqual([]);
    await expect(asks('stackTrace', { threadId: 1 })).rejects.toThrow('no recording is being replayed');
  });

  test('a client that goes without a word leaves nothing behind', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.end();
    await expect.poll(() => [...now.host.openFiles]).toEqual([]);
  });

  test('memory that was read is announced as changed after each move', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await asks('readMemory', { memoryReference: '0x7f3a20000000', count: 8 });
    const changed = now.talk.event('memory');
    await now.talk.move('stepIn');
    expect((await changed).body).toEqual({ memoryReference: '0x7f3a20000000', offset: 0, count: 8 });
  });

  test('a file that is damaged while it is replayed stops the move with the reason', async () => {
    await now.begin();
    const trace = written(sampleTrace());
    await now.talk.replay(trace);
    const bytes = readFileSync(trace);
    writeFileSync(trace, bytes.fill(0, 2000, bytes.length - 20_000));
    expect(await now.talk.move('stepIn')).toMatchObject({ description: 'Stopped by an error' });
    expect(now.host.failures).toHaveLength(1);
    now.host.failures.length = 0;
  });
});
