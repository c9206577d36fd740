// `npm test`: set-up when needed, then every suite; what failed, a table, and one line with the sum.
// `-- --only rust,unit` runs some of them; anything else on the command line is named, and runs nothing.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { failedTests } from './lib/outcomes.mjs';
import { chosenNames } from './lib/only.mjs';
import { mainly, root } from './lib/run.mjs';
import { suites } from './lib/suites.mjs';
import { setUp } from './setup.mjs';

/** No suite may take longer, in ms. */
const LIMIT = 10 * 60_000;

/** Runs one suite to its end, showing what it prints; resolves to its outcome and seconds. */
async function runSuite(suite) {
  console.log(`\n== ${suite.name} ==`);
  if (suite.results) rmSync(suite.results, { force: true });
  const start = performance.now();
  const { status, output } = await execute(suite);
  const outcome = suite.outcome(output);
  // A suite that ends badly without naming a failed test has still failed.
  if (status !== 0 && outcome.failed === 0) Object.assign(outcome, { failed: 1, failures: [{ title: '(the suite)', error: `it ended with status ${status}` }] });
  return { name: suite.name, ...outcome, seconds: (performance.now() - start) / 1000 };
}

function execute({ command, args, env }) {
  return new Promise((resolve) => {
    const path = `${process.env.PATH}${delimiter}${process.env.HOME}/.cargo/bin`;
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, PATH: path, ...env } });
    const timer = setTimeout(() => {
      console.error(`no end after ${LIMIT / 60_000} minutes: stopped`);
      process.kill(-child.pid, 'SIGKILL');
    }, LIMIT);
    const forward = (signal) => { process.kill(-child.pid, signal); };
    process.once('SIGINT', forward).once('SIGTERM', forward);
    let output = '';
    const show = (stream, to) => stream.setEncoding('utf8').on('data', (text) => { output += text; to.write(text); });
    show(child.stdout, process.stdout);
    show(child.stderr, process.stderr);
    const end = (status) => {
      clearTimeout(timer);
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve({ status, output });
    };
    child.on('error', (error) => { console.error(`${command}: ${error.message}`); end(1); });
    child.on('close', (code) => end(code ?? 1));
  });
}

function report(rows) {
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
  console.log(`\n${failedTests(rows)}\n${'suite'.padEnd(10)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    console.log(`${name.padEnd(10)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}${seconds.toFixed(1).padStart(9)}`);
  }
  console.log(`${'all'.padEnd(10)}${' '.repeat(25)}${sum('seconds').toFixed(1).padStart(9)}\n`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`);
  return sum('failed') === 0;
}

await mainly(async () => {
  const chosen = chosenNames('npm test', 'suite', suites.map(({ name }) => name));
  if (!chosen) return;
  await setUp({ tests: true });
  mkdirSync(join(root, '.cache/tests'), { recursive: true });
  const rows = [];
  for (const suite of suites.filter(({ name }) => chosen.includes(name))) rows.push(await runSuite(suite));
  process.exitCode = report(rows) ? 0 : 1;
});
