// Runs the workload once, untraced or under a recorder, and brings times and access counts together.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';

const workload = join(root, 'bench/workload.cjs');
export const cli = join(root, 'dist/cli.js');
export const limit = { encoding: 'utf8', maxBuffer: 1 << 30, timeout: 600_000, stdio: ['ignore', 'pipe', 'pipe'] };

/** Ways to run it: which sizes, and what (if anything) records. */
export const modes = {
  native: { sizes: 'full' },
  fast: { sizes: 'full', engine: 'fast' },
  'native-small': { sizes: 'small' },
  step: { sizes: 'small', engine: 'step' },
  'native-tiny': { sizes: 'tiny' },
  classic: { sizes: 'tiny', classic: true },
};

/** Calls before JavaScript around them is compiled well. */
const FIRST = 100;

/** Per function: median time of a call in ns, of the first calls too, and accesses recorded in a call (null when nothing records). */
export function measure(mode, repeats) {
  const { sizes, engine, classic } = modes[mode];
  const args = [workload, sizes, String(repeats), ...(classic ? ['classic'] : [])];
  if (!engine) return rows(execFileSync(process.execPath, args, limit));
  return inFolder((folder) => {
    const file = join(folder, 'bench.ffitrace');
    const printed = execFileSync(process.execPath, [cli, 'record', '--engine', engine, '-o', file, '--', process.execPath, ...args], limit);
    return rows(printed, accessesByFunction(file));
  });
}

/** Gives `work` a fresh folder and removes it afterwards. */
export function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-bench-'));
  const clean = () => rmSync(folder, { recursive: true });
  try {
    const done = work(folder);
    if (done instanceof Promise) return done.finally(clean);
    clean();
    return done;
  } catch (error) {
    clean();
    throw error;
  }
}

/** Names of the functions behind the rows that are more than one call or have another name in their library. */
const recordedAs = { zlib: ['compress2', 'uncompress'], sqlite: ['sqlite3_exec'], jpeg: ['tjDecompress2'] };

function rows(printed, recorded = new Map()) {
  const lines = printed.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  return new Map(lines.map(({ name, times, accesses }) => {
    const counts = (recordedAs[name] ?? [name]).map((one) => recorded.get(one)).filter((count) => count !== undefined);
    const counted = counts.length ? counts.reduce((sum, count) => sum + count, 0) : null;
    return [name, { ns: median(times), first: median(times.slice(0, FIRST)), accesses: median(accesses) ?? counted }];
  }));
}

function accessesByFunction(file) {
  const lines = execFileSync(process.execPath, [cli, 'calls', file, '--json'], limit).trim().split('\n');
  const byName = new Map();
  for (const call of lines.map((line) => JSON.parse(line))) {
    if (!byName.has(call.function)) byName.set(call.function, []);
    byName.get(call.function).push(call.reads + call.writes);
  }
  return new Map([...byName].map(([name, counts]) => [name, median(counts)]));
}

/** Middle value, the lower of two; undefined of nothing. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
