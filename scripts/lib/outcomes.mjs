// What a test suite came to, read from what it printed or wrote: its counts, and the title and first line of error of each failed test.
import { existsSync, readFileSync } from 'node:fs';

const NOTHING = 'it printed no result';

/** Sums the `test result:` lines that each test program of cargo prints; reasons are under `---- name stdout ----`. */
export function outcomeOfCargo(output) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    total.passed += Number(passed);
    total.failed += Number(failed);
    total.skipped += Number(ignored);
  }
  for (const [, title] of output.matchAll(/^test (.+?) \.\.\. FAILED$/gm)) total.failures.push({ title, error: panicOf(output, title) });
  return total;
}

/** Rust says where on the line before it says what. */
function panicOf(output, title) {
  const start = output.indexOf(`---- ${title} stdout ----`);
  if (start < 0) return '';
  const [, where = '', what = ''] = /panicked at (.+):\n(.*)/.exec(output.slice(start)) ?? [];
  return `${what} (${where})`;
}

/** The last `N passed, N failed`, perhaps with `, N skipped`, and the lines `not ok title (N ms)` with the error below them. */
export function outcomeOfSumLine(output) {
  const sum = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  const failures = [...output.matchAll(/^not ok (.+) \(\d+ ms\)(?:\n {4}(.*))?$/gm)].map(([, title, error]) => ({ title, error: error ?? '' }));
  if (!sum) return { passed: 0, failed: failures.length + 1, skipped: 0, failures: [...failures, { title: '(the suite)', error: NOTHING }] };
  return { passed: Number(sum[1]), failed: Number(sum[2]), skipped: Number(sum[3] ?? 0), failures };
}

/** Reads vitest's JSON. A file that could not even be loaded counts as one failed test. */
export function outcomeOfVitest(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: [{ title: '(the suite)', error: NOTHING }] };
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'failed');
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((result) => result.status !== 'failed'));
  return {
    passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests,
    failures: [
      ...failed.map(({ fullName, failureMessages }) => ({ title: fullName, error: firstLine(failureMessages[0]) })),
      ...broken.map(({ name, message }) => ({ title: name, error: firstLine(message) })),
    ],
  };
}

/** Lines for people: what failed in which suite. */
export function failedTests(rows) {
  const lines = rows.flatMap(({ name, failures }) => failures.map(({ title, error }) => `  ${name}: ${title}${error ? `\n      ${error}` : ''}`));
  return lines.length === 0 ? '' : `failed tests:\n${lines.join('\n')}\n`;
}

const firstLine = (text = '') => text.replace(/\u001b\[[\d;]*m/g, '').trim().split('\n')[0].slice(0, 300);
