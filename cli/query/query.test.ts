import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTrace } from '../../trace/testing/sample';
import { bundleCli } from '../testing/run';

const random = fileURLToPath(new URL('../../trace/testing/recordings/random-1.ffitrace', import.meta.url));
let cli: Awaited<ReturnType<typeof bundleCli>>;
let sample: string;

beforeAll(async () => {
  cli = await bundleCli();
  sample = join(cli.folder, 'sample.ffitrace');
  writeFileSync(sample, sampleTrace());
});
afterAll(() => cli.remove());

/** Each question once, with its answer for people and as JSON. */
const questions = [
  ['next', 'src+16,4', '--call', '7', '--after', '1000'], ['previous', 'src+16,4', '--call', '7', '--kind', 'write'], ['accesses', 'hdr+4,2', '--call', '7', '--kind', 'write'], ['writer', 'hdr+4', '--call', '7', '--at', '1500'],
  ['bytes', 'hdr', '--call', '7', '--at', '1500'], ['changes', 'hdr', '--call', '7'], ['hot', 'hdr', '--call', '7'], ['untouched', 'src', '--call', '7', '--kind', 'write'],
];

describe('questions to a recording', () => {
  it.each(questions)('%s %s', async (question, bytes, ...rest) => {
    const people = await cli.run('query', question as string, random, bytes as string, ...rest);
    const json = await cli.run('query', question as string, random, bytes as string, ...rest, '--json');
    expect([people.status, people.stderr, json.status, json.stderr]).toEqual([0, '', 0, '']);
    for (const line of json.stdout.trim().split('\n')) expect(() => { JSON.parse(line); }).not.toThrow();
    await expect(`${people.stdout}\n${json.stdout}`).toMatchFileSnapshot(`golden/${question as string}.txt`);
  });

  it.each(['line', 'function', 'instruction', 'site'])('by %s', async what => {
    const people = await cli.run('query', 'by', what, sample, '--filter', 'call:1..7');
    const json = await cli.run('query', 'by', what, sample, '--filter', 'call:1..7', '--json');
    await expect(`${people.stdout}\n${json.stdout}`).toMatchFileSnapshot(`golden/by-${what}.txt`);
  });

  it('the pattern of a line, and what two calls did differently', async () => {
    await expect((await cli.run('query', 'pattern', random, 'codec.c:104')).stdout).toMatchFileSnapshot('golden/pattern.txt');
    await expect((await cli.run('query', 'calls', random, '2', '5')).stdout).toMatchFileSnapshot('golden/calls.txt');
  });

  it.each([
    [['query', 'next', random, 'nothing'], '"nothing": there is no such region; examples: dst, dst+16,8'],
    [['query', 'next', random, 'hdr'], '"hdr": 20 regions have this name, in calls 1, 2, 4, 5'],
    [['query', 'next', random, 'hdr+x', '--call', '1'], '"hdr+x": "x" is not a number'],
    [['query', 'bytes', random, 'hdr', '--call', '1', '--at', 'later'], '"later" is no moment; give start, end, or the number of an access, 0 to 7342'],
    [['query', 'pattern', random, 'codec.c'], 'no instruction of the recording is from there; an example: codec.c:120'],
    [['query', 'by', 'colour', random], '"colour": give line, function, instruction or site'],
    [['query', 'accesses', random, 'hdr', '--call', '1', '--filter', 'size'], '"size" is not a term of the filter'],
    [['query', 'calls', random, '1', '99'], 'there is no call 99'],
  ])('%# says what is wrong', async (args, expected) => {
    const { status, stderr } = await cli.run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
