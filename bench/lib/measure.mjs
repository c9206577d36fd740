// Runs the workload once, untraced or under a recorder, and brings times and access counts together.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';

const workload = join(root, 'bench/workload.cjs');
const cli = join(root, 'dist/cli.js');
const limit = { encoding: 'utf8', maxBuffer: 1 << 30, timeout: 600_000, stdio: ['ignore', 'pipe', 'pipe'] };

/** Ways to run it: which sizes, and what (if anything) records. */
export const modes = {
  native: { sizes: 'full' },
  fast: { sizes: 'full', engine: 'fast' },
  'native-small': { sizes: 'small' },
  step: { sizes: 'small', engine: 'step' },
  'native-tiny': { sizes: 'tiny' },
  classic: { sizes: 'tiny', classic: true },
};

/** Per function: median time of a call in ns, and accesses recorded in a call (null when nothing records). */
export function measure(mode, repeats) {
  const { sizes, engine, classic } = modes[mode];
  const args = [workload, sizes, String(repeats), ...(classic ? ['classic'] : [])];
  if (!engine) return rows(execFileSync(process.execPath, args, limit));
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-bench-'));
  try {
    const file = join(folder, 'bench.ffitrace');
    const printed = execFileSync(process.execPath, [cli, 'record', '--engine', engine, '-o', file, '--', process.execPath, ...args], limit);
    return rows(printed, accessesByFunction(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rows(printed, recorded = new Map()) {
  const lines = printed.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  return new Map(lines.map(({ name, times, accesses }) => [name, { ns: median(times), accesses: median(accesses) ?? recorded.get(name) ?? null }]));
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
