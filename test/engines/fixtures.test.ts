/** Every fixture function on both engines: the same list of accesses, equal to the one written by hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { accesses, calls, engines, recordNode, type Engine } from '../lib/record';
import { inRoot, run } from '../lib/run';
import { normalise } from './normalise';

interface Case { readonly title: string; readonly needs?: string }

const { cases } = createRequire(import.meta.url)('./cases/index.cjs') as { cases: readonly Case[] };
const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(/\s+/));
const driver = inRoot('test/engines/driver.cjs');
const golden = (title: string): string => readFileSync(inRoot('test/engines/golden', `${title}.txt`), 'utf8');

async function recordCase(title: string, engine: Engine): Promise<{ printed: string; text: string }> {
  const { status, stdout, stderr, file } = await recordNode([driver, title], engine);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return { printed: stdout, text: normalise(await calls(file), await accesses(file)) };
}

describe.each(cases)('$title', ({ title, needs }) => {
  const able = needs === undefined || flags.has(needs);
  for (const engine of engines) {
    test.skipIf(!able)(`on the ${engine} engine`, async () => {
      const plain = await run(process.execPath, [driver, title]);
      const recorded = await recordCase(title, engine);
      expect(recorded.text).toBe(golden(title));
      expect(recorded.printed).toBe(plain.stdout);
    });
  }
});

test('every golden file belongs to a case', () => {
  const files = readdirSync(inRoot('test/engines/golden')).sort();
  expect(files).toEqual(cases.map(({ title }) => `${title}.txt`).sort());
});
