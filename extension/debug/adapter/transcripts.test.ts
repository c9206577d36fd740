import { afterEach, expect, test } from 'vitest';
import { sampleTrace } from '../../../trace/testing/sample';
import { Conversation } from './testing/conversation';
import { testHost } from './testing/host';
import { smallTrace, written } from './testing/traces';

/** Real conversations with the adapter, kept in golden/ under the sentence that they show. `npx vitest run -u` writes them anew. */
let talk: Conversation | undefined;
afterEach(() => talk?.end());

function shows(sentence: string, trace: () => Uint8Array, drive: (talk: Conversation, trace: string) => Promise<void>): void {
  test(sentence, async () => {
    const path = written(trace());
    talk = await Conversation.begin(testHost({ locate: file => (file.includes('sqlite3.c') ? null : file) }));
    await drive(talk, path);
    await expect(`${talk.transcript.join('\n').replaceAll(path, 'app.ffitrace')}\n`).toMatchFileSnapshot(`golden/${sentence}.txt`);
  });
}

interface Frames { readonly stackFrames: readonly { readonly id: number }[] }
interface Scopes { readonly scopes: readonly { readonly name: string; readonly variablesReference: number }[] }

/** Looks at the stack and into the scopes of a frame, as VS Code does after each stop. */
async function look(talk: Conversation, frame = 0): Promise<void> {
  const { stackFrames } = await talk.ask<Frames>('stackTrace', { threadId: 1 });
  const { scopes } = await talk.ask<Scopes>('scopes', { frameId: stackFrames[frame]?.id });
  for (const { variablesReference } of scopes) await talk.ask('variables', { variablesReference });
}

shows('a replay begins at the first call and steps into its accesses', smallTrace, async (talk, trace) => {
  await talk.replay(trace);
  await look(talk);
  await talk.move('stepIn');
  await look(talk);
  await talk.move('stepIn');
  await look(talk);
});

shows('out parameters fill in as accesses are stepped through', smallTrace, async (talk, trace) => {
  await talk.replay(trace);
  for (let at = 0; at < 7; at++) {
    await talk.move('stepIn');
    await talk.ask('evaluate', { expression: 'dst' });
  }
});

shows('a data breakpoint on an element finds its writers forwards and backwards', smallTrace, async (talk, trace) => {
  await talk.replay(trace);
  const { dataId } = await talk.ask<{ dataId: string }>('dataBreakpointInfo', { name: 'dst[0]' });
  await talk.ask('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
  for (const command of ['continue', 'continue', 'continue', 'reverseContinue', 'reverseContinue', 'reverseContinue']) await talk.move(command);
});

shows('a crash stops the replay and shows its registers', smallTrace, async (talk, trace) => {
  await talk.replay(trace, { setExceptionBreakpoints: { filters: ['crash'] } });
  await talk.move('continue');
  await talk.ask('exceptionInfo', { threadId: 1 });
  await look(talk);
});

shows('a write past a struct stops the replay with its finding', sampleTrace, async (talk, trace) => {
  await talk.replay(trace, { setExceptionBreakpoints: { filters: ['out-of-bounds-write'] } });
  await talk.move('continue');
  await talk.ask('exceptionInfo', { threadId: 1 });
  await look(talk);
});

shows('a call in a callback has the call around it on its stack', sampleTrace, async (talk, trace) => {
  await talk.replay(trace, { setFunctionBreakpoints: { breakpoints: [{ name: 'utf8_len', hitCondition: '2' }] } });
  await talk.move('continue');
  await look(talk);
  await talk.move('stepOut');
  await talk.move('stepOut');
  await talk.ask('stackTrace', { threadId: 1 });
});

shows('steps go over calls, out of them, and back', sampleTrace, async (talk, trace) => {
  await talk.replay(trace);
  for (const command of ['next', 'stepIn', 'stepOut', 'stepBack', 'next', 'next', 'stepBack', 'ffiscope/reverseStepIn', 'ffiscope/reverseStepOut']) {
    await talk.move(command);
    await talk.ask('stackTrace', { threadId: 1, levels: 2 });
  }
});
