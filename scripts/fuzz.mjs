// `npm run fuzz -- --minutes 30 --seed 1000000`: changes traces and reads them, in a process with little memory. A case that fails, takes too
// long or ends the process is written to test/artifacts/fuzz/ with its seed, and the next one goes on. Ends with 1 when there was one.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { mainly, root } from './lib/run.mjs';

/** A case may take this long before its process is ended, ms; a slower one than allowed is found by the process itself. */
const STUCK_MS = 60_000;
/** MiB of JavaScript heap; the bound on all memory is in test/fuzz/cases.ts. */
const HEAP = 256;

const option = (name, otherwise) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] ?? otherwise) || otherwise;

await mainly(async () => {
  const work = mkdtempSync(join(tmpdir(), 'ffiscope-fuzz-'));
  try {
    await bundle(work);
    const end = Date.now() + option('minutes', 1) * 60_000;
    const sum = { cases: 0, read: 0, refused: 0, failed: 0, slowest: 0, memory: 0 };
    for (let seed = option('seed', 1_000_000); Date.now() < end;) seed = await soak(work, seed, (end - Date.now()) / 1000, sum);
    console.log(`${sum.cases} cases: ${sum.read} read, ${sum.refused} refused, ${sum.failed} failed; slowest ${Math.round(sum.slowest)} ms, most memory ${Math.round(sum.memory)} MiB`);
    process.exitCode = sum.failed > 0 ? 1 : 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

function bundle(work) {
  return build({
    absWorkingDir: root, entryPoints: { soak: 'test/fuzz/soak.ts', cases: 'test/fuzz/cases.ts', corpus: 'test/fuzz/corpus.ts' }, outdir: work, bundle: true,
    platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' }, sourcemap: 'inline', logLevel: 'warning', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

/** Runs one process until the time is over or it ends; the seed to go on with. */
async function soak(work, from, seconds, sum) {
  const seedFile = join(work, 'seed');
  const seedFd = openSync(seedFile, 'w+');
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, '--enable-source-maps', join(work, 'soak.mjs'), root, String(from), String(seconds), '3'], { stdio: ['ignore', 'pipe', 'pipe', seedFd] });
  const under = () => Number(readFileSync(seedFile, 'utf8')) || from;
  let last = { seed: -1, since: Date.now() };
  const watch = setInterval(() => {
    const seed = under();
    if (seed !== last.seed) last = { seed, since: Date.now() };
    else if (Date.now() - last.since > STUCK_MS) child.kill('SIGKILL');
  }, 500);
  let totals = null;
  let rest = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', text => { stderr = (stderr + text).slice(-2000); });
  child.stdout.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines.map(one => JSON.parse(one))) {
      if (line.failure) void keep(work, line.seed, line.failure);
      else ({ totals } = line);
    }
  });
  const { status, signal } = await new Promise(resolve => child.on('close', (code, by) => resolve({ status: code, signal: by })));
  clearInterval(watch);
  for (const key of ['cases', 'read', 'refused', 'failed']) sum[key] += totals?.[key] ?? 0;
  for (const key of ['slowest', 'memory']) sum[key] = Math.max(sum[key], totals?.[key] ?? 0);
  if (status === 0) return under() + 1;
  sum.failed++;
  await keep(work, under(), signal === 'SIGKILL' ? `no end after ${STUCK_MS / 1000} s` : `the process ended with ${signal ?? status}: ${stderr.trim().split('\n').slice(0, 12).join('\n')}`);
  return under() + 1;
}

async function keep(work, seed, failure) {
  const [{ caseOf }, { corpus }] = await Promise.all(['cases.mjs', 'corpus.mjs'].map(name => import(pathToFileURL(join(work, name)).href)));
  const folder = join(root, 'test/artifacts/fuzz');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${seed}.ffitrace`), caseOf(corpus(root), seed).bytes);
  console.log(`seed ${seed}: ${failure}\n`);
}
