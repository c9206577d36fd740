// `npm run bench:store`: how quickly a recording answers what the views ask, over recordings of about 1, 10 and 100 million accesses in 10,000 calls,
// recorded for real. Prints several questions of each kind beside what is asked, and what index and values add to a recording.
// `-- 1e6 1e7` measures these sizes; `-- --added 1e7` only what index and values add; `-- --billion` adds a file of a billion accesses, written by the recorder's writer.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { setUp } from '../scripts/setup.mjs';
import { compilePrograms } from '../scripts/lib/c-programs.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { number, table } from './lib/table.mjs';

/** What is asked at 100 million accesses, in ms. `share`: of the measurements of a figure, how many may not be slower. */
const rows = [
  { name: 'open', figure: 'open', share: 1, must: 1500, aim: 500 },
  { name: 'next or previous access to 4 bytes, p95', figure: 'next', share: 0.95, must: 100, aim: 20 },
  { name: 'filter: first rows, worst', figure: 'first', share: 1, must: 200, aim: 100 },
  { name: 'filter: whole count, worst', figure: 'count', share: 1, must: 3000, aim: 1000 },
  { name: 'bytes of 1 MiB at a moment, p95', figure: 'bytes', share: 0.95, must: 200, aim: 50 },
  { name: 'reads and writes by line', figure: 'lines', share: 1 },
];

/** What is left out: of the second nothing but the index, of the third values, too. */
const ways = [['whole', []], ['no index', ['--no-index']], ['bare', ['--no-index', '--values', 'off']]];
const RUNS = 5;

await mainly(async () => {
  const sizes = process.argv.slice(2).filter((one) => !one.startsWith('-')).map(Number);
  await setUp({ tests: false });
  compilePrograms();
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-bench-'));
  try {
    if (process.argv.includes('--added')) return added(folder, sizes.at(-1) ?? 1e8);
    await build({ absWorkingDir: root, entryPoints: ['bench/store/measure.ts'], outfile: join(folder, 'measure.mjs'), bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    const files = (sizes.length > 0 ? sizes : [1e6, 1e7, 1e8]).map((accesses) => record(folder, accesses));
    if (process.argv.includes('--billion')) files.push(large(folder, 1e9));
    const measured = files.map((file) => JSON.parse(execFileSync(process.execPath, [join(folder, 'measure.mjs'), file], { encoding: 'utf8' })));
    const head = ['ms (ms of one processor)', 'must', 'aim', ...measured.map(({ accesses }) => accesses.toLocaleString('en'))];
    const cell = ({ ms, cpu }, share) => `${number(percentile(ms, share))} (${number(percentile(cpu, share))})`;
    console.log(table(head, rows.map(({ name, figure, share, must, aim }) => [name, must ? number(must) : '', aim ? number(aim) : '', ...measured.map(({ figures }) => cell(figures[figure], share))])));
    const list = (of) => measured.map((one) => number(of(one))).join(', ');
    console.log(`\nMiB of the file: ${list(({ size }) => size / 2 ** 20)}; of the process that asked, at most: ${list(({ memory }) => memory)}; calls: ${list(({ calls }) => calls)}`);
    console.log(`work waiting for a processor at the end: ${loadavg()[0].toFixed(1)}, on ${cpus().length} processors`);
    if (!process.argv.includes('--no-added')) added(folder, sizes.at(-1) ?? 1e8);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function record(folder, accesses, ...options) {
  const file = join(folder, `${accesses}${options.join('')}.ffitrace`);
  const program = [process.execPath, join(root, 'bench/store/program.cjs'), String(accesses), '10000'];
  execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'record', ...options, '-o', file, '--', ...program], { cwd: root, stdio: 'ignore' });
  return file;
}

/** A file of the recorder's own writer, without a program. */
function large(folder, accesses) {
  const writer = join(root, 'native/target/release/examples/write_large');
  execFileSync('cargo', ['build', '--release', '--locked', '--quiet', '-p', 'ffiscope-tracefile', '--example', 'write_large'], { cwd: join(root, 'native'), stdio: 'inherit' });
  const file = join(folder, 'large.ffitrace');
  if (!existsSync(file)) execFileSync(writer, [file, String(accesses)]);
  return file;
}

/** Time and size of recordings with index and values of writes, and without: medians of runs that take turns. */
function added(folder, accesses) {
  const times = new Map(ways.map(([way]) => [way, []]));
  const sizes = new Map();
  for (let run = 0; run < RUNS; run++) {
    for (const [way, options] of ways) {
      const start = performance.now();
      const file = record(folder, accesses, ...options);
      times.get(way).push(performance.now() - start);
      sizes.set(way, statSync(file).size);
      rmSync(file);
    }
  }
  const time = (way) => percentile(times.get(way), 0.5);
  const percent = (of, more, less) => `${number((of(more) / of(less) - 1) * 100)} %`;
  const size = (way) => sizes.get(way);
  const about = [['index and values', 'whole', 'bare'], ['index', 'whole', 'no index'], ['values', 'no index', 'bare']];
  const cells = ([name, more, less]) => [name, number(time(less) / 1000), number(time(more) / 1000), percent(time, more, less), number(size(less) / 2 ** 20), number(size(more) / 2 ** 20), percent(size, more, less)];
  console.log(`\nWhat they add to a recording of ${accesses.toLocaleString('en')} accesses, medians of ${RUNS}; may be: 15 % of the time, 30 % of the file\n`);
  console.log(table(['', 'without, s', 'with, s', 'added', 'without, MiB', 'with, MiB', 'added'], about.map(cells)));
}
