/** Buffers that are kept apart: programs do what they do without it, with both versions of koffi. */
import { describe, expect, it } from 'vitest';
import { inRoot, ffiscope, run } from '../lib/run';
import { temporaryFolder } from '../lib/record';
import { join } from 'node:path';
import { recorded } from './lib';

const buffers = inRoot('test/findings/isolation/buffers.cjs');
const libraries = ['libxml2', 'libcrypto', 'pcre2', 'turbojpeg'].map((name) => ({ name, args: [inRoot('test/findings/libraries', `${name}.cjs`)] }));
const cases = [
  { name: 'every kind of buffer, koffi 3', args: ['--expose-gc', buffers, 'koffi'] },
  { name: 'every kind of buffer, koffi 2', args: ['--expose-gc', buffers, 'koffi2'] },
  ...libraries,
];

async function record(args: readonly string[], ...options: string[]) {
  const outcome = await ffiscope(['record', '-o', join(temporaryFolder(), 'test.ffitrace'), ...options, '--', process.execPath, ...args]);
  return { status: outcome.status, signal: outcome.signal, stdout: outcome.stdout, stderr: outcome.stderr.replace(/^ffiscope: [\d,]+ calls?, .*\n/m, '') };
}

it.each(cases)('$name', async ({ args }) => {
  const { status, signal, stdout, stderr } = await run(process.execPath, args);
  const plain = { status, signal, stdout, stderr };
  expect(plain).toMatchObject({ status: 0, stderr: '' });
  expect(await record(args)).toEqual(plain);
  expect(await record(args, '--no-isolate')).toEqual(plain);
});

describe('--no-isolate', () => {
  it('leaves buffers where they are: what lies past their memory is not seen', async () => {
    const program = [inRoot('test/findings/driver.cjs'), 'out-of-bounds-write', 'one byte too many'];
    const [apart, among] = [await recorded(program), await recorded(program, ['--no-isolate'])];
    expect(apart.findings.map(({ rule }) => rule)).toEqual(['out-of-bounds-write']);
    expect(apart.trace.calls[0]?.regions[0]?.slackAfter).toBeGreaterThan(0);
    expect(among.findings).toEqual([]);
    expect(among.trace.calls[0]?.regions[0]?.slackAfter).toBe(0);
  });
});
