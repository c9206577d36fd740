/** Whole koffi programs behave under the recorder as they do without it, with both versions of koffi. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accesses, calls, recordNode } from '../lib/record';
import { inRoot, run } from '../lib/run';

const folder = mkdtempSync(join(tmpdir(), 'ffiscope-programs-'));
const library = join(folder, 'libshapes.so');

beforeAll(() => {
  execFileSync('cc', ['-g', '-O1', '-shared', '-fPIC', '-o', library, inRoot('child/testing/programs/shapes.c')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = [
  { title: 'a CommonJS program', program: 'common.cjs', expected: 22 },
  { title: 'an ES module', program: 'module.mjs', expected: 22 },
  { title: 'two workers and a child process', program: 'worker.cjs', expected: 66 },
  { title: 'eight workers that load koffi at the same moment', program: 'crowd.cjs', expected: 8 },
];

describe.each(['koffi', 'koffi2'])('%s', (koffi) => {
  it.each(programs)('$title prints the same, and all its calls are recorded', async ({ program, expected }) => {
    const args = [inRoot('child/testing/programs', program), koffi, library];
    const plain = await run(process.execPath, args);
    const { file, ...recorded } = await recordNode(args, 'fast');
    expect(recorded).toMatchObject({ status: plain.status, stdout: plain.stdout, stderr: plain.stderr });
    const made = await calls(file);
    expect(made).toHaveLength(expected);
    expect(made.every((call) => call.site !== null)).toBe(true);
    // Each fill(out, n, with) writes its n bytes one by one.
    const written = (await accesses(file)).filter(({ kind }) => kind === 'write');
    for (const call of made.filter((one) => one.function === 'fill')) {
      expect(written.filter((access) => access.call === call.id && access.region !== null)).toHaveLength(call.bytesWritten);
    }
  });

  it('doFfi tells a program what its calls did, and the registered code is the exit status', async () => {
    const { status, stdout } = await recordNode([inRoot('child/testing/programs/api.cjs'), koffi, library], 'fast');
    const [line = ''] = stdout.split('\n');
    expect(JSON.parse(line)).toMatchObject({ enabled: true, events: [0, 1, 2].map(() => ({ kind: 'write', size: 1, certain: true })) });
    expect(status).toBe(5);
  });
});
