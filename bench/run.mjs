// `npm run bench`: what recording costs, beside the classic ptrace protocol, on one workload called through koffi.
// `--quick` measures fewer calls, `--json` prints the figures as JSON, `--only fast,native` runs some of the modes.
import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setUp } from '../scripts/setup.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { measure, modes } from './lib/measure.mjs';
import { number, table, times } from './lib/table.mjs';

const functions = ['sum_vec', 'sum_nv', 'fill', 'copy', 'update', 'sort', 'compress2'];
/** Each recorder and the untraced run of the same sizes. */
const pairs = [['fast', 'native'], ['step', 'native-small'], ['classic', 'native-tiny']];

/** Below so many accesses, a call's time is not theirs. */
const FEW = 30;

const flag = (name) => process.argv.includes(name);
const option = (name) => (flag(name) ? process.argv[process.argv.indexOf(name) + 1] : null);

await mainly(async () => {
  if (!flag('--json')) await setUp();
  const wanted = option('--only')?.split(',') ?? Object.keys(modes);
  const measured = new Map(wanted.map((mode) => [mode, measure(mode, repeatsOf(mode))]));
  const figures = { machine: machine(), functions: functions.map((name) => rowOf(name, measured)), addedPerCall: addedPerCall(measured) };
  console.log(flag('--json') ? JSON.stringify(figures, null, 2) : text(figures));
});

function repeatsOf(mode) {
  if (mode.includes('classic') || mode === 'step') return flag('--quick') ? 1 : 3;
  return flag('--quick') ? 5 : 25;
}

/** Per recorder: ns for each recorded access, accesses in a call, and how many times longer the call takes. */
function rowOf(name, measured) {
  const row = { name, native: measured.get('native')?.get(name)?.ns ?? null };
  for (const [mode, baseline] of pairs) {
    const traced = measured.get(mode)?.get(name);
    const plain = measured.get(baseline)?.get(name);
    row[mode] = {
      nsPerAccess: traced?.accesses >= FEW ? traced.ns / traced.accesses : null,
      accesses: traced?.accesses ?? null,
      ratio: traced && plain ? traced.ns / plain.ns : null,
    };
  }
  return row;
}

/** Microseconds that recording adds to a call that does nothing with a buffer of 4 KiB. */
function addedPerCall(measured) {
  return Object.fromEntries(pairs.filter(([mode]) => mode !== 'classic').map(([mode, baseline]) => {
    const [traced, plain] = [measured.get(mode)?.get('nop'), measured.get(baseline)?.get('nop')];
    return [mode, traced && plain ? (traced.ns - plain.ns) / 1000 : null];
  }));
}

/** How many times longer the classic protocol takes for one access. */
function againstClassic(rows) {
  const lines = [];
  for (const mode of ['fast', 'step']) {
    const ratios = rows.map(({ name, [mode]: own, classic }) => [name, classic.nsPerAccess / own.nsPerAccess]);
    const known = ratios.filter(([, ratio]) => Number.isFinite(ratio) && ratio > 0);
    if (known.length) lines.push(`an access in classic against ${mode}: ${known.map(([name, ratio]) => `${name} ${times(ratio)}`).join(', ')}`);
  }
  return lines;
}

function machine() {
  const koffi = JSON.parse(readFileSync(join(root, 'node_modules/koffi/package.json'), 'utf8'));
  const own = createRequire(import.meta.url)('../package.json');
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, kernel: release(), node: process.version, koffi: koffi.version, ffiscope: own.version };
}

function text({ machine: m, functions: rows, addedPerCall: added }) {
  const head = ['function', 'native us', ...pairs.flatMap(([mode]) => [`${mode} ns/access`, 'accesses', 'slower'])];
  const cells = rows.map((row) => [row.name, number(row.native / 1000), ...pairs.flatMap(([mode]) => [number(row[mode].nsPerAccess), number(row[mode].accesses), times(row[mode].ratio)])]);
  return [
    `${m.cpu}, ${m.cores} cores, Linux ${m.kernel}, node ${m.node}, koffi ${m.koffi}, ffiscope ${m.ffiscope}`,
    '', table(head, cells), '',
    'ns/access: time of a whole call divided by the accesses recorded in it. slower: against the untraced call of the same',
    'size; medians. step and classic run on smaller sizes. Recording includes the contents of buffers before and after each call.',
    `No ns/access where a call has fewer than ${FEW} accesses: a repeated string instruction (copy) is two, however long.`,
    '', ...againstClassic(rows), '',
    ...Object.entries(added).map(([mode, us]) => `added to a call that does nothing, buffer of 4 KiB: ${mode} ${number(us)} us`),
  ].join('\n');
}
