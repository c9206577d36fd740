/** Calls around calls, in files that no recorder wrote. */
import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../open';
import { TraceWriter } from '../testing/writer';

it('takes no call for the parent of one that began before it', async () => {
  const writer = new TraceWriter({});
  const parents = [3, 1, 2, 4, 1];
  parents.forEach((parent, at) => writer.event({ ev: 'begin', call: at + 1, function: 0, site: 0, thread: 1, time: at, flags: 0, parent, args: [], regions: [] }));
  const trace = await openTrace(bytesSource(writer.finish()));
  expect(trace.calls.map(({ id, parent }) => [id, parent])).toEqual([[1, null], [2, 1], [3, 2], [4, null], [5, 1]]);
});
