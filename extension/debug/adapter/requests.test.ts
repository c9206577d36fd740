import { describe, expect, test } from 'vitest';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { TraceBuilder } from '../../../trace/testing/builder';
import { sampleTrace } from '../../../trace/testing/sample';
import { CAPABILITIES } from './capabilities';
import { handlers } from './requests';
import { setUp } from './testing/setup';
import { written } from './testing/traces';

const now = setUp();
const asks = (command: string, args: object = {}): Promise<unknown> => now.talk.ask(command, args);
type Breakpoints = { readonly breakpoints: readonly DebugProtocol.Breakpoint[] };

/** Capabilities and the requests they promise. */
const PROMISED: Readonly<Partial<Record<keyof DebugProtocol.Capabilities, readonly string[]>>> = {
  supportsConfigurationDoneRequest: ['configurationDone'], supportsFunctionBreakpoints: ['setFunctionBreakpoints'], supportsStepBack: ['stepBack', 'reverseContinue'],
  supportsRestartFrame: ['restartFrame'], supportsGotoTargetsRequest: ['gotoTargets', 'goto'], supportsCompletionsRequest: ['completions'], supportsRestartRequest: ['restart'],
  supportsExceptionInfoRequest: ['exceptionInfo'], supportsDataBreakpoints: ['dataBreakpointInfo', 'setDataBreakpoints'], supportsReadMemoryRequest: ['readMemory'],
  supportsDisassembleRequest: ['disassemble'], supportsInstructionBreakpoints: ['setInstructionBreakpoints'], supportsBreakpointLocationsRequest: ['breakpointLocations'],
  exceptionBreakpointFilters: ['setExceptionBreakpoints'],
};

describe('requests', () => {
  test('every capability that is announced has its requests, and every request answers or says why not', async () => {
    await now.begin();
    expect(await asks('initialize', { adapterID: 'ffiscope', pathFormat: 'path' })).toEqual(JSON.parse(JSON.stringify(CAPABILITIES)));
    for (const names of Object.values(PROMISED)) for (const name of names) expect(handlers).toHaveProperty([name]);
    for (const command of Object.keys(handlers)) {
      if (command === 'disconnect' || command === 'initialize') continue;
      // Nothing is open yet: each says so, or what it misses.
      await asks(command, { variablesReference: 1, frameId: 1, threadId: 1, source: {}, breakpoints: [], filters: [], name: 'x', memoryReference: '0x1', expression: 'x', text: 'x', column: 1, line: 1, instructionCount: 1, count: 1 })
        .then(() => expect(['threads', 'dataBreakpointInfo']).toContain(command), (error: Error) => expect(error.message.length).toBeGreaterThan(10));
    }
  });

  test('an unknown request is refused', async () => {
    await now.begin();
    await expect(asks('toString')).rejects.toThrow('this debugger has no request "toString"');
  });

  test('files named by URIs are refused', async () => {
    await now.begin();
    await expect(asks('initialize', { pathFormat: 'uri' })).rejects.toThrow('files are named by their paths here');
  });

  test('a client that counts lines and columns from 0 is understood', async () => {
    await now.begin();
    await asks('initialize', { linesStartAt1: false, columnsStartAt1: false, pathFormat: 'path' });
    await asks('attach', { trace: now.small });
    const { breakpoints } = await now.talk.ask<Breakpoints>('setBreakpoints', { source: { path: '/home/dev/app/app.js' }, breakpoints: [{ line: 4 }] });
    expect(breakpoints).toMatchObject([{ verified: true, line: 4 }]);
    await now.talk.move('configurationDone', {});
    const { stackFrames } = await now.talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    expect(stackFrames[1]).toMatchObject({ line: 4, column: 14 });
  });
});

describe('opening', () => {
  test.each([
    [{}, '"trace" is missing in the configuration'],
    [{ trace: '/nowhere/app.ffitrace' }, 'no such file'],
    [{ trace: () => written(new TextEncoder().encode('this is no trace at all, only text')) }, 'not'],
    [{ trace: () => written(new TraceBuilder().finish()) }, 'has no FFI calls to replay'],
  ])('a replay of %o is refused with the reason, and leaves no file open', async ({ trace }: { trace?: string | (() => string) }, message) => {
    await now.begin();
    await expect(asks('attach', { trace: typeof trace === 'function' ? trace() : trace })).rejects.toThrow(message);
    expect([...now.host.openFiles]).toEqual([]);
  });

  test('a recording that was cut short is replayed up to where it ends', async () => {
    await now.begin();
    const whole = sampleTrace();
    await now.talk.replay(written(whole.subarray(0, Math.floor(whole.length * 0.7))));
    expect(await now.talk.move('continue')).toMatchObject({ description: 'At the end of the recording' });
  });

  test.each([
    [{}, '"program" is missing'],
    [{ program: '/nowhere/app.js' }, '"program" does not exist: /nowhere/app.js'],
    [{ program: import.meta.filename, cwd: '/nowhere' }, '"cwd" does not exist: /nowhere'],
    [{ program: import.meta.filename, engine: 'warp' }, '"engine" is warp; it can be fast or step'],
    [{ program: import.meta.filename, redact: 'some' }, '"redact" is some; it can be omit or hash'],
    [{ program: import.meta.filename, snapshotLimit: 'much' }, '"snapshotLimit" is much; give bytes or a size'],
  ])('a launch with %o is refused with the reason', async (args, message) => {
    await now.begin();
    await expect(asks('launch', args)).rejects.toThrow(message);
  });

  test('a program is not run where it must not be', async () => {
    await now.begin({ refusal: () => 'this workspace is not trusted' });
    await expect(asks('launch', { program: import.meta.filename })).rejects.toThrow('not trusted');
  });

  test('without a stop on entry the replay runs to the first breakpoint', async () => {
    await now.begin();
    expect(await now.talk.replay(now.small, { setFunctionBreakpoints: { breakpoints: [{ name: 'store' }] } }, { stopOnEntry: false })).toMatchObject({ reason: 'function breakpoint' });
  });

  test('restart goes back to the begin', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.move('continue');
    expect(await now.talk.move('restart', {})).toMatchObject({ reason: 'entry' });
    expect(await now.talk.where()).toBe('fill (libwire.so) is about to be called');
  });
});
