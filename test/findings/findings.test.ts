/**
 * Programs with one mistake each, and near misses that are right by the byte: every mistake is found, with the sentence that a person
 * would want (`golden/`), and nothing else is. The counts are printed in the end.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleNames } from '../../trace/checks/catalogue';
import type { Finding } from '../../trace/model/types';
import { findingsByProgram, keyOf, programs, recorded } from './lib';
import { goldenText } from './text';
import { inRoot } from '../lib/run';

let found: ReadonlyMap<string, readonly Finding[]>;
beforeAll(async () => { found = await findingsByProgram(); });
const rulesIn = (key: string) => [...new Set((found.get(key) ?? []).map(({ rule }) => rule))].sort();

describe.each(ruleNames)('%s', (rule) => {
  const own = programs.filter((program) => program.rule === rule);

  it('has three mistakes and three near misses at least', () => {
    expect(own.filter(({ finds }) => finds.includes(rule)).length).toBeGreaterThanOrEqual(3);
    expect(own.filter(({ finds }) => !finds.includes(rule)).length).toBeGreaterThanOrEqual(3);
  });

  it.each(own)('$title', (program) => {
    expect(rulesIn(keyOf(program)), JSON.stringify(found.get(keyOf(program))?.map(({ message }) => message))).toEqual([...program.finds].sort());
  });

  it('says it in one sentence, with all that one needs', async () => {
    await expect(goldenText(own, found)).toMatchFileSnapshot(inRoot('test/findings/golden', `${rule}.txt`));
  });
});

it('finds nothing outside of the programs', () => {
  expect(found.get('none') ?? []).toEqual([]);
});

describe('libraries that are used as they should be', () => {
  it.each(['examples/zlib/main.js', 'examples/sqlite/main.mjs', 'examples/image/main.js', ...['libxml2', 'libcrypto', 'pcre2', 'turbojpeg'].map((name) => `test/findings/libraries/${name}.cjs`), 'test/findings/isolation/suite/index.cjs'])('nothing in %s', async (program) => {
    const { trace, findings } = await recorded([inRoot(program)]);
    expect(trace.calls.length).toBeGreaterThan(1);
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});

/** Findings by rule: right ones, wrong ones, and those that are missing. */
function count(rule: string): { right: number; wrong: number; missed: number } {
  const wants = programs.filter(({ finds }) => finds.includes(rule)).map(keyOf);
  const has = [...programs.map(keyOf), 'none'].filter((key) => rulesIn(key).includes(rule));
  const right = has.filter((key) => wants.includes(key)).length;
  return { right, wrong: has.length - right, missed: wants.length - right };
}

afterAll(() => {
  if (found === undefined) return;
  const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`);
  const line = (name: string, { right, wrong, missed }: ReturnType<typeof count>) => `${name.padEnd(22)}${String(right + missed).padStart(9)}${String(right).padStart(8)}${String(wrong).padStart(8)}${percent(right, right + wrong).padStart(11)}${percent(right, right + missed).padStart(9)}`;
  const counts = ruleNames.map(count);
  const sum = counts.reduce((all, one) => ({ right: all.right + one.right, wrong: all.wrong + one.wrong, missed: all.missed + one.missed }));
  const nearMisses = programs.filter(({ finds }) => finds.length === 0).length;
  console.log([`${'rule'.padEnd(22)}${'programs'.padStart(9)}${'found'.padStart(8)}${'wrong'.padStart(8)}${'precision'.padStart(11)}${'recall'.padStart(9)}`,
    ...ruleNames.map((rule, at) => line(rule, counts[at] as ReturnType<typeof count>)), line(`all, ${nearMisses} near misses`, sum)].join('\n'));
});
