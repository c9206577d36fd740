import { afterEach, beforeAll, expect } from 'vitest';
import { sampleTrace } from '../../../../trace/testing/sample';
import { Conversation } from './conversation';
import { testHost, type TestHost } from './host';
import { smallTrace, written } from './traces';

/** What the tests of a file share: two traces, and a conversation for each test. */
export interface Setup { readonly small: string; readonly sample: string; host: TestHost; talk: Conversation; begin(known?: Parameters<typeof testHost>[0]): Promise<void> }

/** Ends what a test began, and fails it when something failed behind the answers. */
export function setUp(): Setup {
  const setup = {
    small: '', sample: '', host: testHost(), talk: undefined as unknown as Conversation,
    async begin(known: Parameters<typeof testHost>[0] = {}) {
      setup.host = testHost(known);
      setup.talk = await Conversation.begin(setup.host);
    },
  };
  beforeAll(() => { [setup.small, setup.sample] = [written(smallTrace()), written(sampleTrace())]; });
  afterEach(async () => {
    await setup.talk.end();
    expect(setup.host.failures).toEqual([]);
  });
  return setup;
}
