/** Buffers that are kept apart: programs and test suites do what they do without it, with both versions of koffi. */
import { describe, expect, it } from 'vitest';
import { inRoot, ffiscope, run } from '../lib/run';
import { temporaryFolder } from '../lib/record';
import { join } from 'node:path';
import { recorded } from './lib';

const buffers = inRoot('test/findings/isolation/buffers.cjs');
const libraries = ['libxml2', 'libcrypto', 'pcre2', 'turbojpeg'].map((name) => ({ name, args: [inRoot('test/findings/libraries', `${name}.cjs`)] }));
const suite = (koffi: string) => ({ name: `the tests of a package, ${koffi}`, args: ['--test-reporter=tap', inRoot('test/findings/isolation/suite/index.cjs'), koffi], passes: /^# pass 35$/m });
const cases: readonly { name: string; args: string[]; passes?: RegExp }[] = [
  { name: 'every kind of buffer, koffi 3', args: ['--expose-gc', buffers, 'koffi'] },
  { name: 'every kind of buffer, koffi 2', args: ['--expose-gc', buffers, 'koffi2'] },
  suite('koffi'), suite('koffi2'),
  ...libraries,
];

async function record(args: readonly string[], ...options: string[]) {
  const outcome = await ffiscope(['record', '-o', join(temporaryFolder(), 'test.ffitrace'), ...options, '--', process.execPath, ...args]);
  return { status: outcome.status, signal: outcome.signal, stdout: withoutTimes(outcome.stdout), stderr: outcome.stderr.replace(/^ffiscope: [\d,]+ calls?, .*\n/m, '') };
}

const withoutTimes = (text: string): string => text.replaceAll(/duration_ms:? [\d.]+/g, 'duration_ms');

it.each(cases)('$name', async ({ args, passes = /./ }) => {
  const { status, signal, stdout, stderr } = await run(process.execPath, args);
  const plain = { status, signal, stdout: withoutTimes(stdout), stderr };
  expect(plain).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(passes) as unknown });
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
