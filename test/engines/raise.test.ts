/** A signal that a call sends to itself is handled before the code behind it, whatever other signals come on the way. */
import { expect, test } from 'vitest';
import { recordNode } from '../lib/record';
import { inRoot } from '../lib/run';

const COUNT = 300;

test('while children of another thread end', async () => {
  const { status, stdout, stderr } = await recordNode([inRoot('test/engines/programs/raising.cjs'), String(COUNT)], 'fast');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  // Result, then the buffer: the handler has put the signal's number in its second word.
  expect(JSON.parse(stdout)).toEqual({ '11 1 10 11 0': COUNT });
});
