import { describe, expect, test } from 'vitest';
import { setUp } from './testing/setup';

const now = setUp();
const START = 0x7f3a20000000n;
interface Memory { readonly address: string; readonly data?: string; readonly unreadableBytes?: number }
const read = (memoryReference: string, offset: number, count: number): Promise<Memory> => now.talk.ask<Memory>('readMemory', { memoryReference, offset, count });
const hexOf = (data = ''): string => Buffer.from(data, 'base64').toString('hex');

/**
 * The requests that VS Code's hex editor makes through the workbench (its memory file system reads pages around what is shown, and
 * again after a `memory` event), and those of Memory Inspector (it asks for an address and a size by expression, then for all bytes).
 */
describe('the hex editor', () => {
  test('reads from a variable\'s reference at offsets, and finds holes told apart from bytes', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { memoryReference } = await now.talk.ask<{ memoryReference: string }>('evaluate', { expression: 'dst' });
    const page = await read(memoryReference, 0, 1024);
    expect(hexOf(page.data)).toBe('0900080007000600');
    expect(page).toMatchObject({ address: `0x${START.toString(16)}`, unreadableBytes: 1016 });
    expect(await read(memoryReference, 4, 2)).toEqual({ address: `0x${(START + 4n).toString(16)}`, data: Buffer.from([7, 0]).toString('base64') });
    expect(await read(memoryReference, 8, 1024)).toEqual({ address: `0x${(START + 8n).toString(16)}`, unreadableBytes: 1024 });
    expect(await read(memoryReference, 0, 0)).toEqual({ address: `0x${START.toString(16)}` });
  });

  test('sees the bytes of the moment, and is told when they may have changed', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const reference = `0x${START.toString(16)}`;
    await read(reference, 0, 8);
    const changed = now.talk.event('memory');
    await now.talk.move('ffiscope/runTo', { access: 3 });
    expect((await changed).body).toEqual({ memoryReference: reference, offset: 0, count: 8 });
    // The first element is written twice: what it held in between is not recorded.
    expect(await read(reference, 0, 8)).toMatchObject({ unreadableBytes: 2 });
    expect(hexOf((await read(reference, 2, 6)).data)).toBe('010002000600');
    await now.talk.move('stepOut');
    expect(hexOf((await read(reference, 0, 8)).data)).toBe('0101010002000300');
  });

  test('asks for more than there can be', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    expect((await read(`0x${START.toString(16)}`, 0, 2 ** 31)).unreadableBytes).toBeGreaterThan(1000);
    expect(await read('0x0', -16, 16)).toEqual({ address: '0x0', unreadableBytes: 16 });
    expect(await read('0xffffffffffffffff', 1, 4)).toEqual({ address: '0x10000000000000000', unreadableBytes: 4 });
    await expect(read('0x0', 0, -1)).rejects.toThrow('whole numbers');
    await expect(read('nowhere', 0, 1)).rejects.toThrow('nothing here is called "nowhere"');
  });
});

describe('Memory Inspector', () => {
  test('finds address and size of a variable by expressions in a frame, and reads it', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { stackFrames } = await now.talk.ask<{ stackFrames: { id: number }[] }>('stackTrace', { threadId: 1 });
    const frameId = stackFrames[0]?.id;
    const ask = (expression: string) => now.talk.ask<{ result: string }>('evaluate', { expression, context: 'watch', frameId });
    const { result: address } = await ask('&(dst)');
    const { result: size } = await ask('sizeof(dst)');
    expect([address, size]).toEqual([`0x${START.toString(16)}`, '8']);
    expect(hexOf((await read(address, 0, Number(size))).data)).toBe('0900080007000600');
  });

  test('reads variables by the references of scopes and variables', async () => {
    await now.begin();
    await now.talk.replay(now.small);
    const { stackFrames } = await now.talk.ask<{ stackFrames: { id: number }[] }>('stackTrace', { threadId: 1 });
    const { scopes } = await now.talk.ask<{ scopes: { variablesReference: number }[] }>('scopes', { frameId: stackFrames[0]?.id });
    const { variables } = await now.talk.ask<{ variables: { memoryReference?: string }[] }>('variables', { variablesReference: scopes[0]?.variablesReference });
    expect(hexOf((await read(variables[0]?.memoryReference ?? '', 2, 2)).data)).toBe('0800');
  });
});
