/** Programs that can't be started, and programs that end badly at once. */
import { writeFileSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accesses, calls, engines, findings, recordNode, temporaryFolder } from '../lib/record';
import { ffiscope, inRoot, type Outcome } from '../lib/run';

/** The recorder failed, in one line that names the thing and is no stack trace. */
function expectRefusal(outcome: Outcome, names: string | RegExp): void {
  expect(outcome).toMatchObject({ hung: false, status: 70 });
  const lines = outcome.stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^ffiscope: /);
  expect(lines[0]).toMatch(names);
}

const notPrograms: readonly [string, (folder: string) => string][] = [
  ['a name that is nowhere', () => 'no-such-program-anywhere'],
  ['a path that does not exist', (folder) => join(folder, 'missing')],
  ['a folder', (folder) => folder],
  ['a file that may not be executed', (folder) => {
    writeFileSync(join(folder, 'notes.txt'), 'just text\n', { mode: 0o644 });
    return join(folder, 'notes.txt');
  }],
  ['a file that is no executable format', (folder) => {
    writeFileSync(join(folder, 'noise'), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]), { mode: 0o755 });
    return join(folder, 'noise');
  }],
  ['a script whose interpreter is missing', (folder) => {
    writeFileSync(join(folder, 'script'), '#!/no/such/interpreter\n', { mode: 0o755 });
    return join(folder, 'script');
  }],
  ['a program for another machine', (folder) => {
    const header = Buffer.alloc(64);
    header.write('\x7fELF\x02\x01\x01', 0, 'latin1');
    header.writeUInt16LE(2, 16);
    header.writeUInt16LE(0xf3, 18);
    writeFileSync(join(folder, 'other'), header, { mode: 0o755 });
    return join(folder, 'other');
  }],
];

describe('what is no program is named', () => {
  for (const [what, make] of notPrograms) {
    test(what, async () => {
      const folder = temporaryFolder();
      const program = make(folder);
      const outcome = await ffiscope(['record', '-o', join(folder, 'x.ffitrace'), '--', program]);
      expectRefusal(outcome, program.split('/').at(-1) ?? program);
      expect(existsSync(join(folder, 'x.ffitrace'))).toBe(false);
    });
  }
});

describe.each(engines)('on the %s engine', (engine) => {
  test('a program that aborts at once ends with 128 + 6 and leaves a recording', async () => {
    const outcome = await recordNode(['-e', 'process.abort()'], engine);
    expect(outcome).toMatchObject({ hung: false, status: 134 });
    expect(await calls(outcome.file)).toEqual([]);
  });

  test('a script that throws keeps its exit status and its message', async () => {
    const outcome = await recordNode(['-e', 'throw new Error("nothing works")'], engine);
    expect(outcome).toMatchObject({ hung: false, status: 1 });
    expect(outcome.stderr).toContain('nothing works');
    expect(existsSync(outcome.file)).toBe(true);
  });

  test('a crash in native code ends with 128 + 11 and keeps the call that crashed', async () => {
    const outcome = await recordNode([inRoot('examples/mistakes/crash.js')], engine);
    expect(outcome).toMatchObject({ hung: false, status: 139, stdout: '114634 words\n' });
    expect((await calls(outcome.file)).map((call) => [call.function, call.reads])).toEqual([['count_words', 1], ['count_words', 0]]);
    expect((await accesses(outcome.file)).map(({ kind, offset, size }) => [kind, offset, size])).toEqual([['read', 8, 8]]);
    const crash = (await findings(outcome.file)).find(({ rule }) => rule === 'crash');
    expect(crash).toMatchObject({ severity: 'error', function: 'count_words' });
    expect(crash?.message).toContain('0x8');
    const source = readFileSync(inRoot('examples/mistakes/crash.js'), 'utf8').split('\n');
    expect(source[(crash?.site?.line ?? 0) - 1]).toContain('countWords(document)');
  });

  test('a program that is not node runs and is recorded without calls', async () => {
    const file = join(temporaryFolder(), 'x.ffitrace');
    const outcome = await ffiscope(['record', '--engine', engine, '-o', file, '--', 'sh', '-c', 'echo hello; exit 3']);
    expect(outcome).toMatchObject({ hung: false, status: 3, stdout: 'hello\n' });
    expect(await calls(file)).toEqual([]);
  });
});
