import { describe, expect, test } from 'vitest';
import { setUp } from './testing/setup';
import { slowHost } from './testing/slow';

const now = setUp();
const asks = (command: string, args: object = {}): Promise<unknown> => now.talk.ask(command, args);
const stops = (): unknown[] => now.talk.events.filter(({ event }) => event === 'stopped').map(({ body }) => body?.['reason']);
/** Of what is sent next. */
const nextSeq = (): number => (now.talk.client as unknown as { sequence: number }).sequence;
/** Looks at every access, and stops at none. */
const NOWHERE = { setDataBreakpoints: { breakpoints: [{ dataId: '0x7f3a20000000 16777216', accessType: 'readWrite', condition: 'size:77' }] } };

/** A session on the larger trace whose disk is slow when told so. */
async function slowSession(breakpoints = {}) {
  const slow = slowHost();
  await now.begin(slow.host);
  await now.talk.replay(now.sample, breakpoints);
  return slow;
}

describe('a search under way', () => {
  test('is given up when its request is cancelled, and only that one', async () => {
    const slow = await slowSession();
    await now.talk.move('ffiscope/runTo', { call: 6 });
    const waits = slow.hold();
    const seq = nextSeq();
    const search = asks('evaluate', { expression: 'lastWriter(0x1, 0)' }).then(() => 'answered', (error: Error) => error.message);
    await waits;
    const other = asks('evaluate', { expression: 'sizeof(0x1)' });
    await asks('cancel', { requestId: seq });
    slow.release();
    expect(await search).toContain('cancelled');
    expect(await other).toMatchObject({ result: '1' });
  });

  test('is paused where it began, and goes on when asked again', async () => {
    const slow = await slowSession(NOWHERE);
    const before = now.host.arrivals.at(-1);
    const waits = slow.hold();
    await asks('continue', { threadId: 1 });
    await waits;
    const stop = now.talk.event('stopped');
    await asks('pause', { threadId: 1 });
    slow.release();
    expect((await stop).body).toMatchObject({ reason: 'pause' });
    expect(now.host.arrivals.at(-1)).toEqual(before);
    expect(await now.talk.move('continue')).toMatchObject({ reason: 'end of recording' });
    expect(stops()).toEqual(['entry', 'pause', 'end of recording']);
  });

  test('leaves requests that need nothing of it answered meanwhile', async () => {
    const slow = await slowSession(NOWHERE);
    const waits = slow.hold();
    const stop = now.talk.event('stopped');
    await asks('continue', { threadId: 1 });
    await waits;
    expect(await asks('threads')).toMatchObject({ threads: [{ id: 1 }] });
    expect(await asks('evaluate', { expression: 'sizeof(0x1)' })).toMatchObject({ result: '1' });
    expect(stops()).toEqual(['entry']);
    slow.release();
    expect((await stop).body).toMatchObject({ reason: 'end of recording' });
  });

  test('gives way to a restart', async () => {
    const slow = await slowSession();
    const first = now.host.arrivals.at(-1);
    await now.talk.move('next');
    await asks('setDataBreakpoints', NOWHERE.setDataBreakpoints);
    const waits = slow.hold();
    await asks('continue', { threadId: 1 });
    await waits;
    await asks('restart', {});
    slow.release();
    await expect.poll(() => stops()).toEqual(['entry', 'step', 'pause', 'entry']);
    expect(now.host.arrivals.at(-1)).toEqual(first);
  });
});

/** Everything that a session may do, sent at once. */
const SESSION: readonly (readonly [string, object])[] = [
  ['setDataBreakpoints', NOWHERE.setDataBreakpoints], ['setExceptionBreakpoints', { filters: ['crash', 'out-of-bounds-write'] }], ['configurationDone', {}], ['stepIn', { threadId: 1 }], ['stackTrace', { threadId: 1 }],
  ['evaluate', { expression: 'lastWriter(0x1, 0)' }], ['readMemory', { memoryReference: '0x7f3a20000000', count: 64 }], ['continue', { threadId: 1 }], ['reverseContinue', { threadId: 1 }], ['ffiscope/targets', {}],
];

test('a disconnect at the moment of any read of the file is answered and leaves nothing behind', async () => {
  const whole = slowHost();
  await now.begin(whole.host);
  await session();
  await expect.poll(() => now.host.arrivals.length).toBeGreaterThanOrEqual(4);
  const moments = whole.reads;
  await now.talk.end();
  expect(moments).toBeGreaterThan(8);
  for (let moment = 1; moment <= moments; moment++) {
    const slow = slowHost();
    await now.begin(slow.host);
    const waits = slow.hold(moment);
    const answered = session();
    await Promise.race([waits, answered]);
    const left = asks('disconnect', {});
    slow.release();
    await left;
    await answered;
    expect([...slow.host.openFiles], `at read ${moment} of ${moments}`).toEqual([]);
    expect(slow.host.failures, `at read ${moment} of ${moments}`).toEqual([]);
    await now.talk.end();
  }
});

/** Resolves when everything was answered, or refused. */
async function session(): Promise<void> {
  await asks('initialize', { pathFormat: 'path' });
  await asks('attach', { trace: now.sample }).catch(() => {});
  await Promise.all(SESSION.map(([command, args]) => asks(command, args).catch(() => {})));
}
