// Outcomes are read from what real runners print: each here is run on a test that fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Results } from '../../test/host/report.mjs';
import { failedTests, outcomeOfCargo, outcomeOfSumLine, outcomeOfVitest } from './outcomes.mjs';
import { cargoEnvironment, root } from './run.mjs';

let folder;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'ffiscope-outcomes-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('vitest: a test that fails and a file that does not load', () => {
  writeFileSync(join(folder, 'one.test.mjs'), "import { expect, test } from 'vitest';\ntest('holds', () => {});\ntest('does not hold', () => { expect(1).toBe(2); });\n");
  writeFileSync(join(folder, 'two.test.mjs'), "throw new Error('not even loaded');\n");
  const file = join(folder, 'results.json');
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, '--config', '/dev/null', '--reporter=json', `--outputFile=${file}`], { cwd: root });
  const outcome = outcomeOfVitest(file);
  expect(outcome).toMatchObject({ passed: 1, failed: 2, skipped: 0 });
  expect(outcome.failures.map(({ title, error }) => [title.split('/').at(-1), error])).toEqual([
    ['does not hold', 'AssertionError: expected 1 to be 2 // Object.is equality'],
    ['two.test.mjs', 'not even loaded'],
  ]);
});

test('cargo: a test that fails, and where', () => {
  const source = join(folder, 'lib.rs');
  const program = join(folder, 'program');
  writeFileSync(source, '#[test] fn holds() {}\n#[test] fn does_not() { assert_eq!(1, 2, "a reason"); }\n');
  execFileSync('rustc', ['--test', '-o', program, source], { env: cargoEnvironment(), stdio: 'pipe' });
  const { stdout } = spawnSync(program, { encoding: 'utf8' });
  expect(outcomeOfCargo(stdout)).toEqual({
    passed: 1, failed: 1, skipped: 0,
    failures: [{ title: 'does_not', error: expect.stringMatching(/^assertion `left == right` failed: a reason \(.*lib\.rs:2:\d+\)$/) }],
  });
});

test('the workbench suites: what their report prints', async () => {
  const printed = [];
  const log = console.log;
  console.log = (text) => printed.push(text);
  try {
    const results = new Results('x');
    await results.test('holds', () => {});
    await results.test('does not (yet)', () => { throw new Error('a reason\nwith a second line'); }).catch(() => {});
    results.finish();
  } finally {
    console.log = log;
  }
  expect(outcomeOfSumLine(printed.join('\n'))).toEqual({ passed: 1, failed: 1, skipped: 0, failures: [{ title: 'does not (yet)', error: 'Error: a reason' }] });
});

test('a suite that printed nothing has failed', () => {
  expect(outcomeOfSumLine('')).toMatchObject({ passed: 0, failed: 1, failures: [{ error: 'it printed no result' }] });
  expect(outcomeOfVitest(join(folder, 'missing.json'))).toMatchObject({ passed: 0, failed: 1, failures: [{ error: 'it printed no result' }] });
});

test('what failed is listed with its suite', () => {
  expect(failedTests([{ name: 'unit', failures: [] }])).toBe('');
  expect(failedTests([{ name: 'rust', failures: [{ title: 'a::b', error: 'left' }] }])).toBe('failed tests:\n  rust: a::b\n      left\n');
});
