// The test suites: how each is run, and how its counts are read from what it writes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const results = (name) => join(root, '.cache/tests', `${name}.json`);
const vitest = (name) => ({
  name,
  command: join(root, 'node_modules/.bin/vitest'),
  args: ['run', '--project', name, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${results(name)}`],
  counts: () => countsOfVitest(results(name)),
  results: results(name),
});

/** Suites of the extension in a real workbench; they print a sum as their last line. */
const workbench = (name) => ({ name, command: process.execPath, args: [`test/host/${name}.mjs`], counts: countsOfSumLine });

/** In the order in which they run: what is quick and near the ground first. */
export const suites = [
  {
    name: 'rust', command: 'cargo',
    args: ['test', '--release', '--workspace', '--locked', '--manifest-path', 'native/Cargo.toml'],
    counts: countsOfCargo,
  },
  ...['unit', 'engines', 'examples', 'findings', 'badinput', 'faults', 'debugging', 'packages', 'browser'].map(vitest),
  ...['inhost', 'drive'].map(workbench),
];

/** Sums the `test result:` lines that each test program of cargo prints. */
function countsOfCargo(output) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    total.passed += Number(passed);
    total.failed += Number(failed);
    total.skipped += Number(ignored);
  }
  return total;
}

/** The last `N passed, N failed`, perhaps with `, N skipped`; without one the suite has failed. */
function countsOfSumLine(output) {
  const sum = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  return sum ? { passed: Number(sum[1]), failed: Number(sum[2]), skipped: Number(sum[3] ?? 0) } : { passed: 0, failed: 1, skipped: 0 };
}

/** A suite file that could not even be loaded counts as one failed test. */
function countsOfVitest(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests };
}
