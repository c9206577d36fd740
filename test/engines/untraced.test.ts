/** What can't be recorded is counted and named, on both engines: never a silent gap. */
import { describe, expect, test } from 'vitest';
import { engines, findings, info, recordNode } from '../lib/record';
import { inRoot } from '../lib/run';

const driver = inRoot('test/engines/driver.cjs');
const rows = [
  { title: 'io_uring works, and what it touches is not known', what: /^system calls whose accesses are not known \(io_uring_setup\)$/, call: 'ask_io_uring' },
];

describe.each(engines)('on the %s engine', (engine) => {
  test.each(rows)('$title', async ({ title, what, call }) => {
    const { status, file } = await recordNode([driver, title], engine);
    expect(status).toBe(0);
    const { coverage } = await info(file);
    expect(coverage.untraced.some((one) => what.test(one.what))).toBe(true);
    const found = await findings(file);
    expect(found.filter(({ rule, function: name }) => rule === 'untraced' && name === call)).toHaveLength(1);
  });

  test('nothing of the sort is said of calls that are known whole', async () => {
    const { file } = await recordNode([driver, 'ioctl tells how much waits in a pipe', 'xsave and xrstor', 'stat fills its structure', 'memory through gs'], engine);
    expect((await info(file)).coverage.untraced).toEqual([]);
  });
});
