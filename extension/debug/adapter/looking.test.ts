import { describe, expect, test } from 'vitest';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { setUp } from './testing/setup';

const now = setUp();
const asks = (command: string, args: object = {}): Promise<unknown> => now.talk.ask(command, args);

describe('looking', () => {
  test.each([
    ['dst[1]', '8'], ['sizeof(dst)', '8'], ['&dst[1]', '0x7f3a20000002'], ['bytes(dst, 2, 4)', '08 00 07 00'], ['bytes(dst)', '09 00 08 00 07 00 06 00 ?? ?? ?? ?? ?? ?? ?? ??'],
    ['n', '4'], ['0x7f3a20000000', '9'], ['lastWriter(dst, 0)', 'nothing wrote there before this moment'], ['kind:write', '5 accesses of fill, the next is access 1'],
  ])('%s is %s', async (expression, result) => {
    await now.begin();
    await now.talk.replay(now.small);
    expect(await now.talk.ask('evaluate', { expression })).toMatchObject({ result });
  });

  test.each([['nothing', 'nothing here is called "nothing"; there is dst, n'], ['bytes()', 'write it like bytes(dst, 0, 16)'], ['kind:sideways', 'an example: kind:write'], ['bytes(dst, 0, -1)', 'bytes(...) shows']])('%s is refused: %s', async (expression, message) => {
    await now.begin();
    await now.talk.replay(now.small);
    await expect(asks('evaluate', { expression })).rejects.toThrow(message);
  });

  test('the last writer of a byte is an access with its place', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.move('stepOut');
    expect(await now.talk.ask('evaluate', { expression: 'lastWriter(dst, 0, 2)' })).toMatchObject({ result: 'write of dst[0] at fill.c:30, in fill, access 5' });
  });

  test('what was handed out for a moment that has passed is refused', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { stackFrames } = await now.talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    await now.talk.move('stepIn');
    await expect(asks('scopes', { frameId: stackFrames[0]?.id })).rejects.toThrow('this frame belongs to a moment that has passed');
    await expect(asks('variables', { variablesReference: 999 })).rejects.toThrow('there is no variable 999');
  });

  test('large regions are shown in pieces', async () => {
    await now.begin();
    await now.talk.replay(now.sample);
    await now.talk.move('next');
    const dst = await now.talk.ask<DebugProtocol.Variable>('evaluate', { expression: 'dst' });
    expect(dst.indexedVariables).toBe(132 * 1024);
    const { variables } = await now.talk.ask<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference: dst.variablesReference, filter: 'indexed', start: 5000, count: 3 });
    expect(variables.map(({ name }) => name)).toEqual(['[5000]', '[5001]', '[5002]']);
    expect(await now.talk.ask('variables', { variablesReference: dst.variablesReference, filter: 'named' })).toEqual({ variables: [] });
  });

  test('a data breakpoint is offered for what a variable shows', async () => {
    await now.begin();
    await now.talk.replay(now.sample);
    const strm = await now.talk.ask<DebugProtocol.Variable>('evaluate', { expression: 'strm' });
    expect(await now.talk.ask('dataBreakpointInfo', { variablesReference: strm.variablesReference, name: 'total_out' })).toMatchObject({ description: 'strm.total_out, 8 B' });
  });

  test('the console completes names, fields and terms', async () => {
    await now.begin();
    await now.talk.replay(now.sample);
    const labels = async (text: string) => (await now.talk.ask<{ targets: DebugProtocol.CompletionItem[] }>('completions', { text, column: text.length + 1 })).targets.map(({ label }) => label);
    expect(await labels('st')).toEqual(['strm']);
    expect(await labels('strm.total')).toEqual(['total_in', 'total_out']);
    expect(await labels('k')).toEqual(['kind']);
    expect(await labels('la')).toEqual(['lastWriter']);
  });

  test('calls, findings and bookmarks on a line can be gone to', async () => {
    await now.begin({ bookmarks: () => Promise.resolve([{ ordinal: 3, note: 'look here' }]) });
    await now.talk.replay(now.small);
    const { targets } = await now.talk.ask<{ targets: DebugProtocol.GotoTarget[] }>('gotoTargets', { source: { path: '/home/dev/app/app.js' }, line: 5 });
    expect(targets.map(({ label }) => label)).toEqual(['call 1, fill', 'look here']);
    expect(await now.talk.move('goto', { threadId: 1, targetId: targets[1]?.id })).toMatchObject({ reason: 'goto' });
    expect(now.host.arrivals.at(-1)?.ordinal).toBe(3);
    const crash = await now.talk.ask<{ targets: DebugProtocol.GotoTarget[] }>('gotoTargets', { source: { path: '/home/dev/app/app.js' }, line: 9 });
    expect(crash.targets.map(({ label }) => label)).toContain('crash: SIGSEGV ended `store`.');
    await expect(asks('goto', { threadId: 1, targetId: 77 })).rejects.toThrow('there is no target 77');
    const all = await now.talk.ask<{ targets: object[] }>('ffiscope/targets');
    expect(all.targets).toHaveLength(4);
  });

  test('an access, a call or a finding is gone to by its number', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.move('ffiscope/runTo', { access: 4 });
    expect(now.host.arrivals.at(-1)).toMatchObject({ kind: 'access', ordinal: 4 });
    await now.talk.move('ffiscope/runTo', { call: 2 });
    expect(now.host.arrivals.at(-1)).toMatchObject({ kind: 'begin', call: 2 });
    await now.talk.move('ffiscope/runTo', { finding: 0 });
    await expect(asks('ffiscope/runTo', { access: 99 })).rejects.toThrow('there is no access 99');
    await expect(asks('ffiscope/runTo', {})).rejects.toThrow('name an access');
  });

  test('a frame is restarted at the begin of its call', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    for (let at = 0; at < 3; at++) await now.talk.move('stepIn');
    const { stackFrames } = await now.talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    expect(await now.talk.move('restartFrame', { frameId: stackFrames[0]?.id })).toMatchObject({ reason: 'restart' });
    expect(now.host.arrivals.at(-1)).toMatchObject({ kind: 'begin', call: 1 });
  });

  test('the disassembly has as many rows as were asked for', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    await now.talk.move('stepIn');
    const { stackFrames } = await now.talk.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 });
    const memoryReference = stackFrames[0]?.instructionPointerReference as string;
    const { instructions } = await now.talk.ask<{ instructions: DebugProtocol.DisassembledInstruction[] }>('disassemble', { memoryReference, instructionOffset: -2, instructionCount: 6 });
    expect(instructions).toHaveLength(6);
    expect(instructions[2]).toMatchObject({ address: memoryReference, symbol: 'fill', line: 20 });
    expect(instructions[0]).toMatchObject({ presentationHint: 'invalid' });
  });
});
