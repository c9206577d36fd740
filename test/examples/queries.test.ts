/** Every question of `ffiscope query` to recordings of the examples, against golden text. What changes from run to run (times, addresses, places of code) is masked. */
import { describe, expect, test } from 'vitest';
import { recordNode } from '../lib/record';
import { ffiscope, inRoot } from '../lib/run';

/** Program of examples/mistakes, and questions: what stands behind `ffiscope query`, FILE is the recording. */
const questions: Readonly<Record<string, readonly string[]>> = {
  'in-instead-of-out': [
    'accesses FILE low', 'accesses FILE values+4,4', 'accesses FILE high --filter kind:write', 'next FILE low --after start', 'next FILE low --after 2 --kind write', 'next FILE high --after end',
    'previous FILE values --before end', 'previous FILE values+8,4 --before 8', 'previous FILE low --before start', 'writer FILE low', 'writer FILE low --at 3', 'writer FILE values',
    'bytes FILE values --at start', 'bytes FILE low --at start', 'bytes FILE low --at 4', 'bytes FILE low --at end', 'changes FILE low --from start --to end', 'changes FILE high --from 3 --to 12', 'changes FILE values',
    'by line FILE', 'by line FILE --filter kind:write', 'by function FILE', 'by instruction FILE', 'by site FILE', 'hot FILE values', 'hot FILE low --kind write', 'untouched FILE values', 'untouched FILE values --kind write',
    'pattern FILE mistakes.c:21', 'pattern FILE mistakes.c:22',
  ],
  'too-small': [
    'accesses FILE reading --call 1', 'accesses FILE reading.celsius --call 2', 'next FILE reading.sensor --call 1 --after start', 'writer FILE reading.sensor --call 1', 'writer FILE reading.sensor --call 1 --at 2',
    'bytes FILE reading --call 1 --at start', 'bytes FILE reading --call 1 --at 0', 'changes FILE reading --call 1 --from start --to 2', 'calls FILE 1 2', 'untouched FILE reading --call 1', 'by site FILE', 'by line FILE',
  ],
  'kept-pointer': [
    'calls FILE 2 3', 'untouched FILE buffer --call 1 --kind write', 'hot FILE buffer --call 1', 'writer FILE buffer+3 --call 1', 'bytes FILE buffer --call 1 --at end', 'changes FILE buffer --call 1 --from 0 --to end', 'by function FILE --filter kind:write',
  ],
};

describe.each(Object.entries(questions))('%s', (program, asked) => {
  test('every answer is as it was', async () => {
    const { file } = await recordNode([inRoot('examples/mistakes', `${program}.js`)], 'fast');
    let text = '';
    for (const question of asked) {
      text += `$ ffiscope query ${question}\n${masked(await ask(file, question))}\n`;
    }
    await expect(text).toMatchFileSnapshot(`golden/queries-${program}.txt`);
  });
});

async function ask(file: string, question: string): Promise<string> {
  const { status, stdout, stderr } = await ffiscope(['query', ...question.split(' ').map(word => (word === 'FILE' ? file : word))]);
  expect({ question, status, stderr }).toEqual({ question, status: 0, stderr: '' });
  return stdout;
}

/** Times in milliseconds have four digits behind the point; instructions stand behind their line, and are the compiler's choice. */
function masked(text: string): string {
  return text.replace(/ *\b\d+\.\d{4}\b/g, '  ms').replace(/0x[0-9a-f]{5,}/g, '0x...').replace(/(mistakes\.c:\d+) {2}\S.*$/gm, '$1').replace(/ +$/gm, '');
}
