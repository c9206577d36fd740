/** A recorder that records a recorder: a test runner under the recorder may start one itself. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls, recordNode, temporaryFolder } from '../lib/record';
import { cli, inRoot } from '../lib/run';

test('a recording inside a recording: the inner one is whole, and the outer one too', async () => {
  const inner = join(temporaryFolder(), 'inner.ffitrace');
  const outcome = await recordNode([cli, 'record', '-o', inner, '--', process.execPath, inRoot('test/faults/programs/acts.cjs'), 'limits'], 'fast');
  expect(outcome).toMatchObject({ hung: false, status: 0, stdout: '0\n' });
  expect((await calls(inner)).map(call => call.function)).toEqual(['fill', 'limit_all', 'fill']);
});
