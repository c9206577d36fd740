import { describe, expect, test } from 'vitest';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { setUp } from './testing/setup';

const now = setUp();
type Breakpoints = { readonly breakpoints: readonly DebugProtocol.Breakpoint[] };

describe('breakpoints', () => {
  test('on a line of JavaScript stop at the calls that it made', async () => {
    await now.begin();
    await now.talk.replay(now.sample, { setBreakpoints: { source: { path: '/home/dev/app/store.js' }, breakpoints: [{ line: 35 }] } });
    for (let call = 0; call < 3; call++) {
      expect(await now.talk.move('continue')).toMatchObject({ reason: 'breakpoint' });
      expect(await now.talk.where()).toBe('sqlite3_step (libsqlite3.so.0) is about to be called');
    }
  });

  test('on a native line stop each time that control comes there', async () => {
    await now.begin();
    await now.talk.replay(now.small, { setBreakpoints: { source: { path: '/build/wire/fill.c' }, breakpoints: [{ line: 21 }] } });
    const ordinals: (number | undefined)[] = [];
    for (let at = 0; at < 4; at++) {
      await now.talk.move('continue');
      ordinals.push(now.host.arrivals.at(-1)?.ordinal);
    }
    expect(ordinals).toEqual([1, 2, 3, 4]);
  });

  test('move to the next line with something, and say why where there is none', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const on = async (path: string, line: number) => (await now.talk.ask<Breakpoints>('setBreakpoints', { source: { path }, breakpoints: [{ line }] })).breakpoints[0];
    expect(await on('/build/wire/fill.c', 18)).toMatchObject({ verified: true, line: 20 });
    expect(await on('/build/wire/fill.c', 40)).toMatchObject({ verified: false, message: 'no FFI call was made from this line, and no native code on it touched recorded memory; lines with something are 20, 21, 30' });
    expect(await on('/build/wire/other.c', 1)).toMatchObject({ verified: false, message: expect.stringContaining('nothing of other.c was recorded') as string });
  });

  test('on functions stop where they are called or entered', async () => {
    await now.begin();
    await now.talk.replay(now.small, { setFunctionBreakpoints: { breakpoints: [{ name: 'finish' }] } });
    expect(await now.talk.move('continue')).toMatchObject({ reason: 'function breakpoint' });
    expect(await now.talk.where()).toBe('finish fill.c:30');
    const { breakpoints } = await now.talk.ask<Breakpoints>('setFunctionBreakpoints', { breakpoints: [{ name: 'nothing' }] });
    expect(breakpoints).toMatchObject([{ verified: false, message: 'no recorded call or native code is called "nothing"; names are fill, store' }]);
  });

  test('hold under conditions in the filter language, and count their hits in both directions', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { dataId } = await now.talk.ask<{ dataId: string }>('dataBreakpointInfo', { name: 'dst' });
    const set = (one: object) => now.talk.ask<Breakpoints>('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'readWrite', ...one }] });
    await set({ condition: 'kind:write offset:4..5' });
    await now.talk.move('continue');
    expect(now.host.arrivals.at(-1)?.ordinal).toBe(3);
    await now.talk.move('restart', {});
    await set({ hitCondition: '%2' });
    await now.talk.move('continue');
    expect(now.host.arrivals.at(-1)?.ordinal).toBe(1);
    await set({ hitCondition: '2', condition: 'kind:write' });
    await now.talk.move('continue');
    await now.talk.move('continue');
    await now.talk.move('reverseContinue');
    expect(now.host.arrivals.at(-1)?.ordinal).toBe(3);
    expect((await set({ condition: 'colour:red' })).breakpoints).toMatchObject([{ verified: false, message: expect.stringContaining('"colour:red" is not a term') as string }]);
    expect((await set({ hitCondition: 'often' })).breakpoints).toMatchObject([{ verified: false, message: expect.stringContaining('"often" is no hit count') as string }]);
  });

  test('on any number of byte ranges at once', async () => {
    await now.begin();
    await now.talk.replay(now.sample);
    const base = 0x7f3a_2000_0000n;
    const breakpoints = Array.from({ length: 500 }, (_, at) => ({ dataId: `0x${(base + BigInt(at * 7)).toString(16)} 1`, accessType: 'read' }));
    const made = await now.talk.ask<Breakpoints>('setDataBreakpoints', { breakpoints });
    expect(made.breakpoints.every(({ verified }) => verified)).toBe(true);
    expect(await now.talk.move('continue')).toMatchObject({ reason: 'data breakpoint' });
  });

  test('at an address, of as many bytes as wanted', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { dataId } = await now.talk.ask<{ dataId: string }>('dataBreakpointInfo', { name: '0x7f3a20000006', asAddress: true, bytes: 1 });
    expect(dataId).toBe('0x7f3a20000006 1');
    await now.talk.ask('setDataBreakpoints', { breakpoints: [{ dataId }] });
    await now.talk.move('continue');
    expect(now.host.arrivals.at(-1)?.ordinal).toBe(4);
    expect(await now.talk.ask('dataBreakpointInfo', { name: 'nothing' })).toMatchObject({ dataId: null, description: expect.stringContaining('nothing here is called "nothing"') as string });
  });

  test('on an instruction stop at each of its accesses', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.move('stepIn');
    const { stackFrames } = await now.talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    const { breakpoints } = await now.talk.ask<Breakpoints>('setInstructionBreakpoints', { breakpoints: [{ instructionReference: stackFrames[0]?.instructionPointerReference }, { instructionReference: '0x1' }] });
    expect(breakpoints).toMatchObject([{ verified: true }, { verified: false, message: 'this instruction touched no recorded memory' }]);
    await now.talk.move('restart', {});
    expect(await now.talk.move('continue')).toMatchObject({ reason: 'instruction breakpoint' });
  });

  test('are looked for on lines with something only', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    expect(await now.talk.ask('breakpointLocations', { source: { path: '/build/wire/fill.c' }, line: 1, endLine: 29 })).toEqual({ breakpoints: [{ line: 20 }, { line: 21 }] });
  });

  test('stop steps that pass them', async () => {
    await now.begin();
    await now.talk.replay(now.small, { setFunctionBreakpoints: { breakpoints: [{ name: 'finish' }] } });
    expect(await now.talk.move('next')).toMatchObject({ reason: 'function breakpoint' });
  });
});
