/** What a program works with stays out of recordings that are to be shared. Searched for in every block, unpacked. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { split } from '../fuzz/blocks';
import { calls, temporaryFolder, type CallLine } from '../lib/record';
import { ffiscope, inRoot } from '../lib/run';

const SECRET = 'hunter2-correct-horse';
const PROGRAM = `
const koffi = require(${JSON.stringify(inRoot('node_modules/koffi'))});
const libc = koffi.load('libc.so.6');
const strdup = libc.func('str strdup(str s)');
const memcpy = libc.func('void *memcpy(_Out_ uint8_t *to, uint8_t *from, size_t n)');
const { mark } = require(process.env.FFISCOPE_CHILD_API);
const secret = process.argv[2];
mark('login with ' + secret);
strdup(secret);
strdup(secret);
strdup('something else');
memcpy(Buffer.alloc(64), Buffer.from(secret), secret.length);
`;

async function record(...options: string[]): Promise<string> {
  const folder = temporaryFolder();
  const program = join(folder, 'private-project.js');
  writeFileSync(program, PROGRAM);
  const file = join(folder, 'x.ffitrace');
  const { status, stderr } = await ffiscope(['record', ...options, '-o', file, '--', process.execPath, program, SECRET]);
  expect({ status, stderr: stderr.split('\n').length }).toEqual({ status: 0, stderr: 2 });
  return file;
}

/** Whether a text is in any block of a trace. */
function holds(file: string, text: string): boolean {
  return split(new Uint8Array(readFileSync(file))).blocks.some(({ payload }) => Buffer.from(payload).includes(text));
}

const shape = (made: readonly CallLine[]): unknown[] => made.map(call => [call.function, call.reads, call.writes, call.bytesRead, call.bytesWritten, call.site?.line, call.regions.map(({ size }) => size)]);
const firstArgs = (made: readonly CallLine[]): (string | undefined)[] => made.map(call => (call.args[0] as unknown as { value: string } | undefined)?.value);

describe('a recording', () => {
  let whole: CallLine[] = [];

  test('holds the values without --redact', async () => {
    const file = await record();
    expect(holds(file, SECRET)).toBe(true);
    whole = await calls(file);
  });

  test('holds none with --redact, and the same accesses', async () => {
    const file = await record('--redact');
    expect(holds(file, SECRET)).toBe(false);
    const made = await calls(file);
    expect(shape(made)).toEqual(shape(whole));
    expect(new Set(firstArgs(made))).toEqual(new Set(['(left out)']));
  });

  test('tells equal values apart from others with --redact hash, and no more', async () => {
    const [one, other] = [await record('--redact', 'hash'), await record('--redact', 'hash')];
    expect([holds(one, SECRET), holds(other, SECRET)]).toEqual([false, false]);
    const [first, second, third] = firstArgs(await calls(one));
    expect(first).toMatch(/^#[0-9a-f]{16}$/);
    expect([second === first, third === first]).toEqual([true, false]);
    // Nobody can try out values against it: each recording has a key of its own.
    expect(firstArgs(await calls(other))[0]).not.toBe(first);
  });
});

describe('an anonymous copy', () => {
  test('has neither values nor folders, and with --names no names', async () => {
    const file = await record();
    const folder = temporaryFolder();
    const [kept, named] = [join(folder, 'kept.ffitrace'), join(folder, 'named.ffitrace')];
    expect((await ffiscope(['anonymise', file, '-o', kept])).status).toBe(0);
    expect((await ffiscope(['anonymize', file, '--names', '-o', named])).status).toBe(0);
    for (const copy of [kept, named]) {
      expect([SECRET, join(file, '..'), inRoot()].filter(text => holds(copy, text))).toEqual([]);
      expect(shape(await calls(copy)).map(row => (row as unknown[]).slice(1))).toEqual(shape(await calls(file)).map(row => (row as unknown[]).slice(1)));
      expect(statSync(copy).mode & 0o777).toBe(0o600);
      expect((await ffiscope(['info', copy])).stdout).not.toContain('cut short');
    }
    expect([holds(kept, 'private-project.js'), holds(kept, 'strdup')]).toEqual([true, true]);
    expect([holds(named, 'private-project'), holds(named, 'strdup'), holds(named, 'libc.so')]).toEqual([false, false, false]);
  });

  test('is never written over a file that is there, and not at all from a file that is no trace', async () => {
    const folder = temporaryFolder();
    const [bad, there] = [join(folder, 'bad.ffitrace'), join(folder, 'there')];
    writeFileSync(bad, 'no trace');
    writeFileSync(there, 'mine');
    expect((await ffiscope(['anonymise', bad, '-o', join(folder, 'new')]))).toMatchObject({ status: 2, stderr: `ffiscope: ${bad}: is not an ffiscope trace\n` });
    expect((await ffiscope(['anonymise', await record(), '-o', there])).stderr).toBe(`ffiscope: ${there}: it exists; choose another name with -o\n`);
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });
});
