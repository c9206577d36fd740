import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { sampleTrace } from '../../../trace/testing/sample';
import { TraceBuilder } from '../../../trace/testing/builder';
import { CAPABILITIES } from './capabilities';
import { handlers } from './requests';
import { Conversation } from './testing/conversation';
import { testHost, type TestHost } from './testing/host';
import { smallTrace, written } from './testing/traces';

let small: string;
let sample: string;
beforeAll(() => { [small, sample] = [written(smallTrace()), written(sampleTrace())]; });

let host: TestHost;
let talk: Conversation;
async function begin(known: Parameters<typeof testHost>[0] = {}): Promise<void> {
  host = testHost(known);
  talk = await Conversation.begin(host);
}
afterEach(async () => {
  await talk.end();
  expect(host.failures).toEqual([]);
});
const asks = (command: string, args: object = {}): Promise<unknown> => talk.ask(command, args);
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
    await begin();
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
    await begin();
    await expect(asks('toString')).rejects.toThrow('this debugger has no request "toString"');
  });

  test('files named by URIs are refused', async () => {
    await begin();
    await expect(asks('initialize', { pathFormat: 'uri' })).rejects.toThrow('files are named by their paths here');
  });

  test('a client that counts lines and columns from 0 is understood', async () => {
    await begin();
    await asks('initialize', { linesStartAt1: false, columnsStartAt1: false, pathFormat: 'path' });
    await asks('attach', { trace: small });
    const { breakpoints } = await talk.ask<Breakpoints>('setBreakpoints', { source: { path: '/home/dev/app/app.js' }, breakpoints: [{ line: 4 }] });
    expect(breakpoints).toMatchObject([{ verified: true, line: 4 }]);
    await talk.move('configurationDone', {});
    const { stackFrames } = await talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
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
    await begin();
    await expect(asks('attach', { trace: typeof trace === 'function' ? trace() : trace })).rejects.toThrow(message);
    expect([...host.openFiles]).toEqual([]);
  });

  test('a recording that was cut short is replayed up to where it ends', async () => {
    await begin();
    const whole = sampleTrace();
    await talk.replay(written(whole.subarray(0, Math.floor(whole.length * 0.7))));
    expect(await talk.move('continue')).toMatchObject({ description: 'At the end of the recording' });
  });

  test.each([
    [{}, '"program" is missing'],
    [{ program: '/nowhere/app.js' }, '"program" does not exist: /nowhere/app.js'],
    [{ program: import.meta.filename, cwd: '/nowhere' }, '"cwd" does not exist: /nowhere'],
    [{ program: import.meta.filename, engine: 'warp' }, '"engine" is warp; it can be fast or step'],
    [{ program: import.meta.filename, snapshotLimit: 'much' }, '"snapshotLimit" is much; give bytes or a size'],
  ])('a launch with %o is refused with the reason', async (args, message) => {
    await begin();
    await expect(asks('launch', args)).rejects.toThrow(message);
  });

  test('a program is not run where it must not be', async () => {
    await begin({ refusal: () => 'this workspace is not trusted' });
    await expect(asks('launch', { program: import.meta.filename })).rejects.toThrow('not trusted');
  });

  test('without a stop on entry the replay runs to the first breakpoint', async () => {
    await begin();
    expect(await talk.replay(small, { setFunctionBreakpoints: { breakpoints: [{ name: 'store' }] } }, { stopOnEntry: false })).toMatchObject({ reason: 'function breakpoint' });
  });

  test('restart goes back to the begin', async () => {
    await begin();
    await talk.replay(small);
    await talk.move('continue');
    expect(await talk.move('restart', {})).toMatchObject({ reason: 'entry' });
    expect(await talk.where()).toBe('fill (libwire.so) is about to be called');
  });
});

describe('breakpoints', () => {
  test('on a line of JavaScript stop at the calls that it made', async () => {
    await begin();
    await talk.replay(sample, { setBreakpoints: { source: { path: '/home/dev/app/store.js' }, breakpoints: [{ line: 35 }] } });
    for (let call = 0; call < 3; call++) {
      expect(await talk.move('continue')).toMatchObject({ reason: 'breakpoint' });
      expect(await talk.where()).toBe('sqlite3_step (libsqlite3.so.0) is about to be called');
    }
  });

  test('on a native line stop each time that control comes there', async () => {
    await begin();
    await talk.replay(small, { setBreakpoints: { source: { path: '/build/wire/fill.c' }, breakpoints: [{ line: 21 }] } });
    const ordinals: (number | undefined)[] = [];
    for (let at = 0; at < 4; at++) {
      await talk.move('continue');
      ordinals.push(host.arrivals.at(-1)?.ordinal);
    }
    expect(ordinals).toEqual([1, 2, 3, 4]);
  });

  test('move to the next line with something, and say why where there is none', async () => {
    await begin();
    await talk.replay(small);
    const on = async (path: string, line: number) => (await talk.ask<Breakpoints>('setBreakpoints', { source: { path }, breakpoints: [{ line }] })).breakpoints[0];
    expect(await on('/build/wire/fill.c', 18)).toMatchObject({ verified: true, line: 20 });
    expect(await on('/build/wire/fill.c', 40)).toMatchObject({ verified: false, message: 'no FFI call was made from this line, and no native code on it touched recorded memory; lines with something are 20, 21, 30' });
    expect(await on('/build/wire/other.c', 1)).toMatchObject({ verified: false, message: expect.stringContaining('nothing of other.c was recorded') as string });
  });

  test('on functions stop where they are called or entered', async () => {
    await begin();
    await talk.replay(small, { setFunctionBreakpoints: { breakpoints: [{ name: 'finish' }] } });
    expect(await talk.move('continue')).toMatchObject({ reason: 'function breakpoint' });
    expect(await talk.where()).toBe('finish fill.c:30');
    const { breakpoints } = await talk.ask<Breakpoints>('setFunctionBreakpoints', { breakpoints: [{ name: 'nothing' }] });
    expect(breakpoints).toMatchObject([{ verified: false, message: 'no recorded call or native code is called "nothing"; names are fill, store' }]);
  });

  test('hold under conditions in the filter language, and count their hits in both directions', async () => {
    await begin();
    await talk.replay(small);
    const { dataId } = await talk.ask<{ dataId: string }>('dataBreakpointInfo', { name: 'dst' });
    const set = (one: object) => talk.ask<Breakpoints>('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'readWrite', ...one }] });
    await set({ condition: 'kind:write offset:4..5' });
    await talk.move('continue');
    expect(host.arrivals.at(-1)?.ordinal).toBe(3);
    await talk.move('restart', {});
    await set({ hitCondition: '%2' });
    await talk.move('continue');
    expect(host.arrivals.at(-1)?.ordinal).toBe(1);
    await set({ hitCondition: '2', condition: 'kind:write' });
    await talk.move('continue');
    await talk.move('continue');
    await talk.move('reverseContinue');
    expect(host.arrivals.at(-1)?.ordinal).toBe(3);
    expect((await set({ condition: 'colour:red' })).breakpoints).toMatchObject([{ verified: false, message: expect.stringContaining('"colour:red" is not a term') as string }]);
    expect((await set({ hitCondition: 'often' })).breakpoints).toMatchObject([{ verified: false, message: expect.stringContaining('"often" is no hit count') as string }]);
  });

  test('on any number of byte ranges at once', async () => {
    await begin();
    await talk.replay(sample);
    const base = 0x7f3a_2000_0000n;
    const breakpoints = Array.from({ length: 500 }, (_, at) => ({ dataId: `0x${(base + BigInt(at * 7)).toString(16)} 1`, accessType: 'read' }));
    const made = await talk.ask<Breakpoints>('setDataBreakpoints', { breakpoints });
    expect(made.breakpoints.every(({ verified }) => verified)).toBe(true);
    expect(await talk.move('continue')).toMatchObject({ reason: 'data breakpoint' });
  });

  test('at an address, of as many bytes as wanted', async () => {
    await begin();
    await talk.replay(small);
    const { dataId } = await talk.ask<{ dataId: string }>('dataBreakpointInfo', { name: '0x7f3a20000006', asAddress: true, bytes: 1 });
    expect(dataId).toBe('0x7f3a20000006 1');
    await talk.ask('setDataBreakpoints', { breakpoints: [{ dataId }] });
    await talk.move('continue');
    expect(host.arrivals.at(-1)?.ordinal).toBe(4);
    expect(await talk.ask('dataBreakpointInfo', { name: 'nothing' })).toMatchObject({ dataId: null, description: expect.stringContaining('nothing here is called "nothing"') as string });
  });

  test('on an instruction stop at each of its accesses', async () => {
    await begin();
    await talk.replay(small);
    await talk.move('stepIn');
    const { stackFrames } = await talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    const { breakpoints } = await talk.ask<Breakpoints>('setInstructionBreakpoints', { breakpoints: [{ instructionReference: stackFrames[0]?.instructionPointerReference }, { instructionReference: '0x1' }] });
    expect(breakpoints).toMatchObject([{ verified: true }, { verified: false, message: 'this instruction touched no recorded memory' }]);
    await talk.move('restart', {});
    expect(await talk.move('continue')).toMatchObject({ reason: 'instruction breakpoint' });
  });

  test('are looked for on lines with something only', async () => {
    await begin();
    await talk.replay(small);
    expect(await talk.ask('breakpointLocations', { source: { path: '/build/wire/fill.c' }, line: 1, endLine: 29 })).toEqual({ breakpoints: [{ line: 20 }, { line: 21 }] });
  });

  test('stop steps that pass them', async () => {
    await begin();
    await talk.replay(small, { setFunctionBreakpoints: { breakpoints: [{ name: 'finish' }] } });
    expect(await talk.move('next')).toMatchObject({ reason: 'function breakpoint' });
  });
});

describe('looking', () => {
  test.each([
    ['dst[1]', '8'], ['sizeof(dst)', '8'], ['&dst[1]', '0x7f3a20000002'], ['bytes(dst, 2, 4)', '08 00 07 00'], ['bytes(dst)', '09 00 08 00 07 00 06 00 ?? ?? ?? ?? ?? ?? ?? ??'],
    ['n', '4'], ['0x7f3a20000000', '9'], ['lastWriter(dst, 0)', 'nothing wrote there before this moment'], ['kind:write', '5 accesses of fill, the next is access 1'],
  ])('%s is %s', async (expression, result) => {
    await begin();
    await talk.replay(small);
    expect(await talk.ask('evaluate', { expression })).toMatchObject({ result });
  });

  test.each([['nothing', 'nothing here is called "nothing"; there is dst, n'], ['bytes()', 'write it like bytes(dst, 0, 16)'], ['kind:sideways', 'an example: kind:write'], ['bytes(dst, 0, -1)', 'bytes(...) shows']])('%s is refused: %s', async (expression, message) => {
    await begin();
    await talk.replay(small);
    await expect(asks('evaluate', { expression })).rejects.toThrow(message);
  });

  test('the last writer of a byte is an access with its place', async () => {
    await begin();
    await talk.replay(small);
    await talk.move('stepOut');
    expect(await talk.ask('evaluate', { expression: 'lastWriter(dst, 0, 2)' })).toMatchObject({ result: 'write of dst[0] at fill.c:30, in fill, access 5' });
  });

  test('what was handed out for a moment that has passed is refused', async () => {
    await begin();
    await talk.replay(small);
    const { stackFrames } = await talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    await talk.move('stepIn');
    await expect(asks('scopes', { frameId: stackFrames[0]?.id })).rejects.toThrow('this frame belongs to a moment that has passed');
    await expect(asks('variables', { variablesReference: 999 })).rejects.toThrow('there is no variable 999');
  });

  test('large regions are shown in pieces', async () => {
    await begin();
    await talk.replay(sample);
    await talk.move('next');
    const dst = await talk.ask<DebugProtocol.Variable>('evaluate', { expression: 'dst' });
    expect(dst.indexedVariables).toBe(132 * 1024);
    const { variables } = await talk.ask<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference: dst.variablesReference, filter: 'indexed', start: 5000, count: 3 });
    expect(variables.map(({ name }) => name)).toEqual(['[5000]', '[5001]', '[5002]']);
    expect(await talk.ask('variables', { variablesReference: dst.variablesReference, filter: 'named' })).toEqual({ variables: [] });
  });

  test('a data breakpoint is offered for what a variable shows', async () => {
    await begin();
    await talk.replay(sample);
    const strm = await talk.ask<DebugProtocol.Variable>('evaluate', { expression: 'strm' });
    expect(await talk.ask('dataBreakpointInfo', { variablesReference: strm.variablesReference, name: 'total_out' })).toMatchObject({ description: 'strm.total_out, 8 B' });
  });

  test('the console completes names, fields and terms', async () => {
    await begin();
    await talk.replay(sample);
    const labels = async (text: string) => (await talk.ask<{ targets: DebugProtocol.CompletionItem[] }>('completions', { text, column: text.length + 1 })).targets.map(({ label }) => label);
    expect(await labels('st')).toEqual(['strm']);
    expect(await labels('strm.total')).toEqual(['total_in', 'total_out']);
    expect(await labels('k')).toEqual(['kind']);
    expect(await labels('la')).toEqual(['lastWriter']);
  });

  test('calls, findings and bookmarks on a line can be gone to', async () => {
    await begin({ bookmarks: () => Promise.resolve([{ ordinal: 3, note: 'look here' }]) });
    await talk.replay(small);
    const { targets } = await talk.ask<{ targets: DebugProtocol.GotoTarget[] }>('gotoTargets', { source: { path: '/home/dev/app/app.js' }, line: 5 });
    expect(targets.map(({ label }) => label)).toEqual(['call 1, fill', 'look here']);
    expect(await talk.move('goto', { threadId: 1, targetId: targets[1]?.id })).toMatchObject({ reason: 'goto' });
    expect(host.arrivals.at(-1)?.ordinal).toBe(3);
    const crash = await talk.ask<{ targets: DebugProtocol.GotoTarget[] }>('gotoTargets', { source: { path: '/home/dev/app/app.js' }, line: 9 });
    expect(crash.targets.map(({ label }) => label)).toContain('crash: SIGSEGV ended `store`.');
    await expect(asks('goto', { threadId: 1, targetId: 77 })).rejects.toThrow('there is no target 77');
    const all = await talk.ask<{ targets: object[] }>('ffiscope/targets');
    expect(all.targets).toHaveLength(4);
  });

  test('an access, a call or a finding is gone to by its number', async () => {
    await begin();
    await talk.replay(small);
    await talk.move('ffiscope/runTo', { access: 4 });
    expect(host.arrivals.at(-1)).toMatchObject({ kind: 'access', ordinal: 4 });
    await talk.move('ffiscope/runTo', { call: 2 });
    expect(host.arrivals.at(-1)).toMatchObject({ kind: 'begin', call: 2 });
    await talk.move('ffiscope/runTo', { finding: 0 });
    await expect(asks('ffiscope/runTo', { access: 99 })).rejects.toThrow('there is no access 99');
    await expect(asks('ffiscope/runTo', {})).rejects.toThrow('name an access');
  });

  test('a frame is restarted at the begin of its call', async () => {
    await begin();
    await talk.replay(small);
    for (let at = 0; at < 3; at++) await talk.move('stepIn');
    const { stackFrames } = await talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    expect(await talk.move('restartFrame', { frameId: stackFrames[0]?.id })).toMatchObject({ reason: 'restart' });
    expect(host.arrivals.at(-1)).toMatchObject({ kind: 'begin', call: 1 });
  });

  test('the disassembly has as many rows as were asked for', async () => {
    await begin();
    await talk.replay(small);
    await talk.move('stepIn');
    const { stackFrames } = await talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    const memoryReference = stackFrames[0]?.instructionPointerReference as string;
    const { instructions } = await talk.ask<{ instructions: DebugProtocol.DisassembledInstruction[] }>('disassemble', { memoryReference, instructionOffset: -2, instructionCount: 6 });
    expect(instructions).toHaveLength(6);
    expect(instructions[2]).toMatchObject({ address: memoryReference, symbol: 'fill', line: 20 });
    expect(instructions[0]).toMatchObject({ presentationHint: 'invalid' });
  });
});

describe('conduct', () => {
  test('requests that come all at once are each answered once, in order where they move', async () => {
    await begin();
    await talk.replay(small);
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => asks('stepIn', { threadId: 1 })),
      ...Array.from({ length: 20 }, () => asks('threads')), ...Array.from({ length: 20 }, () => asks('evaluate', { expression: 'n' })),
    ]);
    expect(answers).toHaveLength(45);
    await expect.poll(() => host.arrivals.length).toBe(6);
    expect(host.arrivals.slice(1).map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4]);
  });

  test('a run is paused where it stands', async () => {
    await begin();
    await talk.replay(sample, { setFunctionBreakpoints: { breakpoints: [{ name: 'parse_header', condition: 'call:999' }] } });
    const stop = talk.event('stopped');
    await asks('continue', { threadId: 1 });
    await asks('pause', { threadId: 1 });
    expect(['pause', 'end of recording']).toContain((await stop).body?.['reason']);
    expect(await talk.move('pause')).toMatchObject({ reason: 'pause' });
  });

  test('a request that is cancelled says so', async () => {
    await begin();
    await talk.replay(sample);
    await talk.move('next');
    const seq = (talk.client as unknown as { sequence: number }).sequence;
    const slow = asks('evaluate', { expression: 'kind:write size:3' });
    const [outcome] = await Promise.allSettled([slow, asks('cancel', { requestId: seq })]);
    expect(outcome.status === 'fulfilled' || /cancel/.test(String(outcome.reason))).toBe(true);
    await asks('cancel', { requestId: 12345 });
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('disconnecting after %i of the requests of a session leaves nothing behind', async count => {
    await begin();
    const requests: [string, object][] = [
      ['initialize', { pathFormat: 'path' }], ['attach', { trace: sample }], ['setFunctionBreakpoints', { breakpoints: [{ name: '*step*' }] }], ['setExceptionBreakpoints', { filters: ['crash'] }],
      ['configurationDone', {}], ['continue', { threadId: 1 }], ['stackTrace', { threadId: 1 }], ['reverseContinue', { threadId: 1 }],
    ];
    // Without waiting for answers: whatever is under way is under way.
    const under = requests.slice(0, count).map(([command, args]) => asks(command, args).catch(() => {}));
    await asks('disconnect', {});
    await Promise.all(under);
    expect([...host.openFiles]).toEqual([]);
    await expect(asks('stackTrace', { threadId: 1 })).rejects.toThrow('no recording is being replayed');
  });

  test('a client that goes without a word leaves nothing behind', async () => {
    await begin();
    await talk.replay(small);
    await talk.end();
    await expect.poll(() => [...host.openFiles]).toEqual([]);
  });

  test('memory that was read is announced as changed after each move', async () => {
    await begin();
    await talk.replay(small);
    await asks('readMemory', { memoryReference: '0x7f3a20000000', count: 8 });
    const changed = talk.event('memory');
    await talk.move('stepIn');
    expect((await changed).body).toEqual({ memoryReference: '0x7f3a20000000', offset: 0, count: 8 });
  });

  test('a file that is damaged while it is replayed stops the move with the reason', async () => {
    await begin();
    const trace = written(sampleTrace());
    await talk.replay(trace);
    const bytes = readFileSync(trace);
    writeFileSync(trace, bytes.fill(0, 2000, bytes.length - 20_000));
    expect(await talk.move('stepIn')).toMatchObject({ description: 'Stopped by an error' });
    expect(host.failures).toHaveLength(1);
    host.failures.length = 0;
  });
});
