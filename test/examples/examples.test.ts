/** The examples, untraced and recorded: the same behaviour, and what each of them is there to show. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accesses, calls, findings, recordNode, type FindingLine } from '../lib/record';
import { inRoot, run, type Outcome } from '../lib/run';

interface Example { readonly program: string; readonly status: number; readonly recordedStatus?: number; readonly stdout: RegExp }

const examples: readonly Example[] = [
  { program: 'zlib/main.js', status: 0, stdout: /^\d+ bytes -> \d+ bytes -> \d+ bytes\nthe same as before\n$/ },
  { program: 'sqlite/main.mjs', status: 0, stdout: /^Sirius {3}-1.46\nCanopus {2}-0.74\nits spectrum came back unchanged\n$/ },
  { program: 'image/main.js', status: 0, stdout: /^72 x 40 pixels, checksum b1e29ce7\n$/ },
  { program: 'mistakes/too-small.js', status: 0, stdout: /^slot 1: sensor 7\nslot 1: sensor 1700000000, after slot 0 was filled\n$/ },
  { program: 'mistakes/in-instead-of-out.js', status: 0, stdout: /^from 0 to 0\n$/ },
  { program: 'mistakes/kept-pointer.js', status: 0, stdout: /^"started\\nworking\\n"\n$/ },
  { program: 'mistakes/exit-code.js', status: 3, recordedStatus: 0, stdout: /^saved 21 of 42 bytes\n$/ },
];

const path = (program: string): string => inRoot('examples', program);
const seen = ({ status, stdout, stderr, hung }: Outcome): object => ({ status, stdout, stderr, hung });

test.each(examples)('$program runs without a recorder', async ({ program, status, stdout }) => {
  const plain = await run(process.execPath, [path(program)]);
  expect(plain).toMatchObject({ status, stderr: '', stdout: expect.stringMatching(stdout) as unknown });
});

test('mistakes/crash.js dies of SIGSEGV without a recorder', async () => {
  expect(await run(process.execPath, [path('mistakes/crash.js')])).toMatchObject({ signal: 'SIGSEGV', stdout: '114634 words\n' });
});

test.each(examples)('$program does the same when it is recorded', async ({ program, status, recordedStatus = status }) => {
  const plain = await run(process.execPath, [path(program)]);
  const recorded = await recordNode([path(program)], 'fast');
  expect(seen(recorded)).toEqual({ ...seen(plain), status: recordedStatus });
  expect((await calls(recorded.file)).length).toBeGreaterThan(0);
});

describe('what the mistakes show', () => {
  const record = async (program: string): Promise<string> => (await recordNode([path(program)], 'fast')).file;

  test('a struct that is declared too small: the member behind its end is written', async () => {
    const file = await record('mistakes/too-small.js');
    const written = (await accesses(file)).filter(({ kind }) => kind === 'write');
    const slots = (await calls(file)).filter(({ function: name }) => name === 'read_sensor').map(({ id, regions }) => {
      const start = BigInt(regions[0]?.address ?? 0);
      return written.filter(({ call }) => call === id).map(({ address, size, region }) => [Number(BigInt(address) - start), size, region !== null]);
    });
    const overrun = [[0, 4, true], [4, 4, true], [8, 8, false]];
    expect(slots).toEqual([overrun, overrun]);
  });

  test('results declared as input: native code writes what the program never sees', async () => {
    const file = await record('mistakes/in-instead-of-out.js');
    const [call] = await calls(file);
    const name = new Map(call?.args.map((argument) => [argument.region, argument.name]));
    const written = (await accesses(file)).filter(({ kind }) => kind === 'write').map(({ region }) => name.get(region));
    expect([...new Set(written)].sort()).toEqual(['high', 'low']);
    expect(call?.args.find((argument) => argument.name === 'low')?.direction).toBe('in');
  });

  test('an exit code that was overridden: both codes, and the line that did it', async () => {
    const program = 'mistakes/exit-code.js';
    const finding = only(await findings(await record(program)), 'exit-override');
    expect(finding.message).toMatch(/\b3\b/);
    expect(finding.message).toMatch(/\b0\b/);
    expect(lineAt(program, finding)).toContain('registerRetcode(0)');
  });
});

function only(all: readonly FindingLine[], rule: string): FindingLine {
  const found = all.filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  return found[0] as FindingLine;
}

/** The line of an example that a finding points at. */
function lineAt(program: string, { site }: FindingLine): string {
  expect(site?.file).toContain(program);
  return readFileSync(path(program), 'utf8').split('\n')[(site?.line ?? 0) - 1] ?? '';
}
