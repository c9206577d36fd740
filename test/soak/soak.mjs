// `npm run soak`: 30 minutes of mixed calls from four threads with timers and forks under the fast engine, then a hundred
// kill -9 at random moments. `-- --minutes N --kills N` for other bounds. Ends with 1 when something was lost, memory grew, or
// a process stayed behind.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePrograms } from '../../scripts/lib/c-programs.mjs';
import { mainly, root, Failure } from '../../scripts/lib/run.mjs';
import { killAll } from './kills.mjs';
import { median, residentOf, treeOf } from './processes.mjs';

const cli = join(root, 'dist/cli.js');
/** What memory may grow by from the second quarter to the last: noise of allocators, not a leak. */
const SLACK = { share: 0.15, bytes: 16 << 20 };

const option = (name, other) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? other : Number(process.argv[at + 1]); };

async function soak(minutes) {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-soak-'));
  const file = join(folder, 'soak.ffitrace');
  try {
    console.log(`soak: ${minutes} minutes of mixed calls from four threads`);
    const { samples, stdout } = await record(file, minutes * 60);
    checkMemory(samples);
    await checkCounts(file, JSON.parse(stdout));
    console.log(`soak: recording of ${(statSync(file).size / 2 ** 20).toFixed(0)} MiB, complete`);
  } finally { rmSync(folder, { recursive: true, force: true }); }
}

/** Runs it to its end; memory of recorder and program every few seconds. */
async function record(file, seconds) {
  const child = spawn(process.execPath, [cli, 'record', '-o', file, '--', process.execPath, join(root, 'test/soak/program.cjs'), String(seconds)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const samples = [];
  const timer = setInterval(() => samples.push(sample(child.pid)), Math.max(500, seconds * 1000 / 200));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Failure(`the program ended with ${status}: ${stderr}`);
  console.log(stderr.trim());
  return { samples, stdout };
}

function sample(pid) {
  const tree = treeOf(pid);
  const named = (name) => tree.find((one) => one.name.startsWith(name));
  const recorder = named('ffiscope-record');
  const program = recorder && tree.find((one) => one.parent === recorder.pid);
  const zombies = tree.filter((one) => one.state === 'Z').length;
  return { recorder: residentOf(recorder?.pid), program: residentOf(program?.pid), zombies };
}

function checkMemory(samples) {
  const quarter = Math.floor(samples.length / 4);
  for (const which of ['recorder', 'program']) {
    const known = (part) => part.map((one) => one[which]).filter((bytes) => bytes > 0);
    const [early, late] = [median(known(samples.slice(quarter, 2 * quarter))), median(known(samples.slice(-quarter, -1)))];
    console.log(`soak: memory of the ${which}: ${(early / 2 ** 20).toFixed(1)} MiB in the second quarter, ${(late / 2 ** 20).toFixed(1)} MiB in the last`);
    if (late > early * (1 + SLACK.share) + SLACK.bytes) throw new Failure(`memory of the ${which} grew`);
  }
  const last = samples.slice(-quarter).filter((one) => one.zombies > 2).length;
  if (last > quarter / 2) throw new Failure('children that have ended stay as zombies');
}

/** Every call, and every byte that was filled or summed. */
async function checkCounts(file, threads) {
  const total = (name) => threads.reduce((all, one) => all + one[name], 0);
  const lines = spawn(process.execPath, [cli, 'calls', file, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen = { fill: 0, sum: 0, filled: 0, summed: 0, forks: 0, threads: 0, incomplete: 0 };
  const status = new Promise((resolve) => lines.on('close', resolve));
  let rest = '';
  for await (const chunk of lines.stdout.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) count(seen, JSON.parse(line));
  }
  if (await status !== 0) throw new Failure(`reading the recording ended with ${await status}`);
  const wanted = { fill: total('fill'), sum: total('sum'), filled: total('filled'), summed: total('summed'), forks: total('forks'), threads: total('threads'), incomplete: 0 };
  for (const [name, number] of Object.entries(wanted)) if (seen[name] !== number) throw new Failure(`${name}: ${seen[name]} recorded, ${number} made`);
  console.log(`soak: nothing lost: ${JSON.stringify({ ...wanted, ticks: total('ticks') })}`);
}

function count(seen, call) {
  seen.incomplete += Number(call.incomplete ?? false);
  if (call.function === 'fill') { seen.fill++; seen.filled += call.writes; }
  if (call.function === 'sum_u32') { seen.sum++; seen.summed += call.reads; }
  if (call.function === 'fork_and_write') seen.forks++;
  if (call.function === 'start_thread') seen.threads++;
}

await mainly(async () => {
  await compilePrograms();
  const [minutes, kills] = [option('minutes', 30), option('kills', 100)];
  if (minutes > 0) await soak(minutes);
  if (kills > 0) await killAll(kills);
});
