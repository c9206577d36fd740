// `npm run bench:checks`: how fast the checks go through the accesses of a recording, and how much memory that takes.
// Records programs (a loop over a buffer, random places, and the same where every byte written has to be followed), and reads each: decoded only,
// and with all checks.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { mainly, root } from '../scripts/lib/run.mjs';
import { setUp } from '../scripts/setup.mjs';

/** Accesses a second that reading and checking have to reach together, in millions. */
const TARGET = 20;
const MILLIONS = Number(process.argv[2] ?? 40);

const programs = [
  { name: 'one element after the other', args: ['bench/programs/many.cjs', 'strided', MILLIONS] },
  { name: 'random places', args: ['bench/programs/many.cjs', 'random', MILLIONS] },
  { name: 'results', args: ['bench/programs/checked.cjs', 'results', MILLIONS] },
  { name: 'members of structs', args: ['bench/programs/checked.cjs', 'members', MILLIONS] },
  { name: 'results in random places', args: ['bench/programs/checked.cjs', 'scattered', MILLIONS] },
];

await mainly(async () => {
  await setUp({ tests: false });
  execFileSync(process.execPath, ['-e', "import('./scripts/lib/c-programs.mjs').then((one) => one.compilePrograms())"], { cwd: root });
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-bench-'));
  try {
    const reader = join(folder, 'read.mjs');
    await build({ absWorkingDir: root, entryPoints: ['bench/lib/read-trace.mjs'], outfile: reader, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    console.log(`${'program'.padEnd(30)}${'accesses'.padStart(14)}${'file'.padStart(10)}${'decoded'.padStart(14)}${'checked'.padStart(14)}${'checks alone'.padStart(16)}${'memory'.padStart(10)}`);
    for (const { name, args } of programs) row(name, args, folder, reader);
    console.log(`in million accesses a second; checked: reading and checking together, which should reach ${TARGET}. Memory: the peak above that of a reader that only decodes.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function row(name, args, folder, reader) {
  const file = join(folder, 'bench.ffitrace');
  execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'record', '-o', file, '--', process.execPath, ...args.map(String)], { cwd: root, stdio: 'ignore' });
  const read = (how) => JSON.parse(execFileSync(process.execPath, [reader, file, how], { encoding: 'utf8' }));
  const [plain, checked] = [read('decode'), read('check')];
  const rate = (ms) => (plain.accesses / ms / 1000).toFixed(1);
  const size = `${(statSync(file).size / 2 ** 20).toFixed(1)} MiB`;
  console.log(`${name.padEnd(30)}${plain.accesses.toLocaleString('en').padStart(14)}${size.padStart(10)}${rate(plain.ms).padStart(14)}${rate(checked.ms).padStart(14)}${rate(checked.working).padStart(16)}${`${Math.max(0, (checked.peak - plain.peak) / 1024).toFixed(0)} MiB`.padStart(10)}`);
}
