// `npm run bench`: what recording costs, beside the classic ptrace protocol, the step engine and two peers, in one run.
// `--quick` takes about two minutes. `--json` prints one object a line: row, subject, metric, value, unit.
// `--only functions,programs,peers` runs some of the parts.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { cpus, release } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setUp } from '../scripts/setup.mjs';
import { provideBenchmark } from '../scripts/lib/system.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { measure } from './lib/measure.mjs';
import { bytesPerAccess, isThere, peers, runFunction, runUnder, wholeProgram } from './lib/peers.mjs';
import { firstCall, javascript, many, program, seconds } from './lib/programs.mjs';
import { functionRows, targets, units } from './lib/targets.mjs';
import { report } from './lib/report.mjs';

const flag = (name) => process.argv.includes(name);
const option = (name) => (flag(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
const quick = flag('--quick');

/** Below so many accesses, a call's time is not theirs. */
const FEW = 30;
/** A peer gets this long for a whole program, seconds. */
const PATIENCE = quick ? 12 : 400;

const figures = [];

function put(row, subject, metric, value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return;
  const figure = { row, subject, metric, value, unit: units[metric] };
  figures.push(figure);
  if (flag('--json')) console.log(JSON.stringify(figure));
}

/** Accesses in one call, by engine and function. */
const counted = new Map();

/** The workload through koffi, each engine beside the untraced run of the same sizes. */
function functions() {
  const pairs = [['fast', 'native', quick ? 9 : 25], ['step', 'native-small', quick ? 1 : 3], ['classic', 'native-tiny', quick ? 1 : 3]];
  for (const [subject, baseline, repeats] of pairs) {
    const plain = measure(baseline, Math.max(repeats, 5));
    const recorded = measure(subject, repeats);
    for (const { row, name, metric } of functionRows) {
      const [own, without] = [recorded.get(name), plain.get(name)];
      if (!own || !without) continue;
      if (subject === 'fast') put(row, 'native', 'time', without.ns / 1000);
      put(row, subject, 'ratio', own.ns / without.ns);
      if (metric === 'access' && own.accesses >= FEW) put(row, subject, 'access', own.ns / own.accesses);
      counted.set(`${subject} ${name}`, own.accesses);
    }
    if (subject === 'classic') continue;
    put('call with a 4 KiB buffer', subject, 'added', (recorded.get('nop').ns - plain.get('nop').ns) / 1000);
    put('call with a 4 KiB buffer, first ones', subject, 'added', (recorded.get('nop').first - plain.get('nop').first) / 1000);
  }
}

async function programs() {
  const repeats = quick ? 3 : 9;
  put('first call into zlib', 'native', 'wait', firstCall(false));
  put('first call into zlib', 'fast', 'wait', firstCall(true));
  put('first call into zlib, again', 'fast', 'wait', firstCall(true));
  const [plain, traced] = [false, true].map((record) => seconds([program('script')], record, repeats));
  put('koffi script', 'native', 'time', plain * 1e6);
  put('koffi script', 'fast', 'ratio', traced / plain);
  put('JavaScript outside calls', 'fast', 'ratio', javascript(true, repeats * 3) / javascript(false, repeats * 3));
  for (const kind of ['strided', 'random']) {
    const row = `100 M accesses, ${kind}`;
    for (const [metric, value] of Object.entries(await many(kind))) put(row, 'fast', metric, value);
  }
}

/** What else records accesses; a peer that is not installed is left out. */
function runPeers() {
  for (const peer of peers.filter(isThere)) {
    const repeats = peer.sizes === 'full' ? 5 : 1;
    const accessesOf = (name) => counted.get(`${peer.sizes === 'full' ? 'fast' : 'step'} ${name}`);
    for (const { row, name, metric } of functionRows) {
      const plain = runFunction(name, peer.sizes, 5);
      const own = runUnder(peer, name, repeats);
      if (!own) continue;
      put(row, peer.subject, 'ratio', own.ns / plain.ns);
      if (metric === 'access' && accessesOf(name) >= FEW) put(row, peer.subject, 'access', own.ns / accessesOf(name));
      if (name === 'zlib') put('first call into zlib', peer.subject, 'wait', Math.max(0, own.first - own.ns) / 1e6);
    }
    const plain = runFunction('nop', peer.sizes, 5);
    const own = runUnder(peer, 'nop', 20);
    if (own) put('call with a 4 KiB buffer', peer.subject, 'added', (own.ns - plain.ns) / 1000);
    const whole = wholeProgram(peer, [program('script')], PATIENCE);
    if (whole !== null) put('koffi script', peer.subject, 'ratio', whole / seconds([program('script')], false, 3));
    const million = peer.subject === 'lackey' ? 0.1 : 1;
    put('100 M accesses, strided', peer.subject, 'file', bytesPerAccess(peer, 'sum_nv', million * 2 ** 18, million * 2 ** 18));
    put('100 M accesses, random', peer.subject, 'file', bytesPerAccess(peer, 'scatter', million * 1e6, million * 1e6));
  }
}

function machine() {
  const koffi = JSON.parse(readFileSync(join(root, 'node_modules/koffi/package.json'), 'utf8'));
  const own = createRequire(import.meta.url)('../package.json');
  const versions = Object.fromEntries(peers.filter(isThere).map((peer) => [peer.subject, firstLine(peer.program)]));
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, kernel: `Linux ${release()}`, node: process.version, koffi: koffi.version, ffiscope: own.version, ...versions };
}

const firstLine = (name) => execFileSync(name, ['--version'], { encoding: 'utf8' }).split('\n')[0];

const parts = { functions, programs, peers: runPeers };

await mainly(async () => {
  if (!flag('--json')) {
    await setUp();
    provideBenchmark();
  }
  const about = machine();
  for (const [name, value] of Object.entries(about)) if (flag('--json')) console.log(JSON.stringify({ row: 'machine', subject: name, metric: 'version', value, unit: 'text' }));
  const wanted = option('--only')?.split(',') ?? Object.keys(parts);
  for (const name of wanted) await parts[name]();
  if (!flag('--json')) console.log(report(about, figures, targets));
});
