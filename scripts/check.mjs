// `npm run check`: everything that can be said about the project without running it. What each check is for: CONTRIBUTING.md.
// `-- --only types,lint` runs some of them.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkBundles } from './lib/checks/bundles.mjs';
import { checkCrates } from './lib/checks/crates.mjs';
import { leaks } from './lib/checks/leaks.mjs';
import { checkLicences } from './lib/checks/licences.mjs';
import { checkLocks } from './lib/checks/locks.mjs';
import { checkUnsafe } from './lib/checks/unsafe.mjs';
import { chosenNames } from './lib/only.mjs';
import { checkManifest } from './lib/manifest.mjs';
import { checkStrings } from './lib/strings.mjs';
import { cargoEnvironment, mainly, root } from './lib/run.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);
const folders = ['trace', 'child', 'cli', 'webview', 'extension'];

const checks = [
  { name: 'types', command: bin('tsc'), args: ['--noEmit', '--incremental', '--tsBuildInfoFile', '.cache/tsc.tsbuildinfo'] },
  { name: 'lint', command: bin('eslint'), args: ['--cache', '--cache-location', '.cache/eslint', '--max-warnings', '0', '.'] },
  { name: 'imports', command: bin('depcruise'), args: ['--config', '.dependency-cruiser.cjs', ...folders] },
  { name: 'unused', command: bin('knip'), args: ['--config', 'knip.config.js', '--no-progress'] },
  { name: 'rustfmt', command: 'cargo', args: ['fmt', '--all', '--check', '--manifest-path', 'native/Cargo.toml'] },
  {
    name: 'clippy', command: 'cargo',
    args: ['clippy', '--release', '--quiet', '--workspace', '--all-targets', '--locked', '--manifest-path', 'native/Cargo.toml', '--', '-D', 'warnings', '-D', 'clippy::undocumented_unsafe_blocks'],
  },
  { name: 'manifest', work: checkManifest },
  { name: 'strings', work: checkStrings },
  { name: 'bundles', work: checkBundles },
  { name: 'unsafe', work: checkUnsafe },
  { name: 'licences', work: checkLicences },
  { name: 'crates', work: checkCrates },
  { name: 'locks', work: checkLocks },
  { name: 'leaks', work: leaks },
];

/** Runs one check; resolves to its name, outcome, seconds, output, and a note on what could not be looked at. */
async function runCheck({ name, command, args, work }) {
  const start = performance.now();
  const { ok, output, note } = work ? await work() : await execute(command, args);
  return { name, ok, output, note, seconds: (performance.now() - start) / 1000 };
}

function execute(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: cargoEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { output += chunk; });
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Takes from one shared queue until it is empty. */
async function worker(queue, done) {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const result = await runCheck(next);
    done.push(result);
    console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name.padEnd(8)} ${result.seconds.toFixed(1)} s`);
    if (result.note) console.log(`       ${result.note}`);
    if (!result.ok) console.log(result.output.trimEnd().replace(/^/gm, '  '));
  }
}

await mainly(async () => {
  const chosen = chosenNames('npm run check', 'check', checks.map(({ name }) => name));
  if (!chosen) return;
  const queue = checks.filter(({ name }) => chosen.includes(name));
  const done = [];
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 3) }, () => worker(queue, done)));
  const failed = done.filter(({ ok }) => !ok).length;
  console.log(`${done.length - failed} passed, ${failed} failed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  process.exitCode = failed === 0 ? 0 : 1;
});
