/** Each call is recorded with the place in JavaScript that made it, and those around it, whatever happens to the code in between. */
import { expect, test } from 'vitest';
import { recordNode, withTrace } from '../lib/record';
import { inRoot } from '../lib/run';

type Place = readonly [file: string, line: number];

/** Node's own frames are left out of a recording, and those of built-in functions, which have no file. */
const isOwn = ([file]: Place): boolean => file !== '' && !file.startsWith('node:');

test.each([
  ['as always', 'places.cjs', []],
  ['with little memory for code', 'places.cjs', ['--max-semi-space-size=1', '--gc-interval=2000']],
  ['without optimised code', 'places.cjs', ['--no-opt', '--no-sparkplug']],
  // What is known of a stack must be forgotten at a collection: some forty calls would have the place of another one here.
  ['where code lies at the place of other code', 'flushed.cjs', ['--stress-flush-code']],
])('%s', async (_, program, flags) => {
  const { status, stdout, stderr, file } = await recordNode(['--expose-gc', ...flags, inRoot('test/engines/programs', program), '600'], 'fast');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const expected = stdout.trim().split('\n').map((line) => (JSON.parse(line) as Place[]).filter(isOwn));
  const recorded = await withTrace(file, (trace) => {
    const byThread = [...trace.calls].sort((a, b) => a.thread - b.thread || a.id - b.id);
    return byThread.map(({ site, stack }) => (site === null ? [] : [site, ...stack].map((frame): Place => [frame.file, frame.line])));
  });
  expect(recorded).toHaveLength(expected.length);
  const wrong = expected.map((stack, at) => ({ stack, recorded: recorded[at]?.slice(0, stack.length) })).filter((one) => JSON.stringify(one.stack) !== JSON.stringify(one.recorded));
  expect(wrong.slice(0, 3)).toEqual([]);
});
