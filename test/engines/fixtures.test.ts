/**
 * Every fixture function on both engines: the same list of accesses, equal to the one written by hand (`golden/`), and the
 * program prints what it prints without a recorder. The cases of a file run in one process.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { accesses, calls, engines, recordNode, type Engine } from '../lib/record';
import { inRoot, run } from '../lib/run';
import { normalise } from './normalise';

interface Case {
  readonly title: string;
  /** Flag of the processor without which it can't run. */
  readonly needs?: string;
  /** Its accesses come in an order that differs from run to run (several threads, signals). */
  readonly unordered?: boolean;
}

const { groups } = createRequire(import.meta.url)('./cases/index.cjs') as { groups: Readonly<Record<string, readonly Case[]>> };
const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(/\s+/));
const driver = inRoot('test/engines/driver.cjs');
const goldenFile = (title: string): string => inRoot('test/engines/golden', `${title}.txt`);
const able = ({ needs }: Case): boolean => needs === undefined || flags.has(needs);

/** What each case printed and did, by title. */
type Results = ReadonlyMap<string, { readonly printed: string | undefined; readonly text: string }>;

async function recordGroup(titles: readonly string[], engine: Engine): Promise<Results> {
  const { status, stdout, stderr, file } = await recordNode([driver, ...titles], engine, { limit: 110_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [madeCalls, madeAccesses] = await Promise.all([calls(file), accesses(file)]);
  const printed = stdout.split('\n');
  const starts = madeCalls.filter((call) => call.function === 'case_begins').map(({ id }) => id);
  return new Map(titles.map((title, at) => {
    const belongs = (id: number): boolean => id > (starts[at] ?? 0) && id < (starts[at + 1] ?? Infinity);
    const text = normalise(madeCalls.filter(({ id }) => belongs(id)), madeAccesses.filter(({ call }) => belongs(call)));
    return [title, { printed: printed[at], text }];
  }));
}

/** Calls in an order of their own, without the numbers of their threads. */
const unordered = (text: string): string => text.split(/^(?=call )/m).map((one) => one.replace(/, thread \d+/, '')).sort().join('');

describe.each(Object.entries(groups))('%s', (_group, cases) => {
  const titles = cases.filter(able).map(({ title }) => title);
  const plain = run(process.execPath, [driver, ...titles]);
  describe.each(engines)('on the %s engine', (engine) => {
    let results: Promise<Results> | undefined;
    for (const one of cases) {
      test.skipIf(!able(one))(one.title, async () => {
        const got = (await (results ??= recordGroup(titles, engine))).get(one.title);
        const written = readFileSync(goldenFile(one.title), 'utf8');
        if (one.unordered) expect(unordered(got?.text ?? '')).toBe(unordered(written));
        else expect(got?.text).toBe(written);
        expect(got?.printed).toBe((await plain).stdout.split('\n')[titles.indexOf(one.title)]);
      });
    }
  });
});

test('every golden file belongs to a case, and every case has one', () => {
  const titles = Object.values(groups).flat().map(({ title }) => title);
  const files = readdirSync(inRoot('test/engines/golden')).sort();
  expect(files).toEqual(titles.map((title) => `${title}.txt`).sort());
  expect(titles.filter((title) => !existsSync(goldenFile(title)))).toEqual([]);
});
