/** A short run of the fuzzer of the trace reader; `npm run fuzz` is the long one. The seeds are the same in every run. */
import { expect, test } from 'vitest';
import { caseOf, runCase } from '../fuzz/cases';
import { corpus } from '../fuzz/corpus';
import { split, join } from '../fuzz/blocks';
import { readAll } from '../fuzz/read';
import { root } from '../lib/run';

const CASES = 120;
const files = corpus(root);

test('the files themselves are read, also when taken apart and put together', async () => {
  for (const file of files) {
    expect(await readAll(file)).toBe('read');
    expect(await readAll(join(split(file), true))).toBe('read');
  }
});

test(`${CASES} changed traces: read or refused, in time, and nothing but text`, async () => {
  const failures: string[] = [];
  const outcomes = { read: 0, refused: 0 };
  for (let seed = 0; seed < CASES; seed++) {
    await runCase(caseOf(files, seed)).then(({ outcome }) => outcomes[outcome]++, (error: Error) => failures.push(`seed ${seed}: ${error.message}`));
  }
  expect(failures).toEqual([]);
  // Both have to happen often, or the changes do not reach the decoders.
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(CASES / 20);
});
