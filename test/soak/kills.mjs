// kill -9 of the recorder or the program at random moments: no process stays behind, and every recording opens.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, Failure } from '../../scripts/lib/run.mjs';
import { runs, treeOf } from './processes.mjs';

const cli = join(root, 'dist/cli.js');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function killAll(times) {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-kills-'));
  let calls = 0;
  try {
    for (let i = 0; i < times; i++) calls += await killOne(join(folder, `${i}.ffitrace`), i % 2 === 0 ? 'recorder' : 'program', Math.random() * 1200);
  } finally { rmSync(folder, { recursive: true, force: true }); }
  console.log(`soak: ${times} times kill -9: no process left, every recording opened, ${calls} calls in them`);
}

async function killOne(file, who, delay) {
  const child = spawn(process.execPath, [cli, 'record', '-o', file, '--', process.execPath, join(root, 'test/faults/programs/steady.cjs')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const { recorder, program } = await started(child.pid);
  await sleep(delay);
  const tree = treeOf(child.pid).map(({ pid }) => pid);
  process.kill(who === 'recorder' ? recorder : program, 'SIGKILL');
  const late = sleep(10_000).then(() => { throw new Failure(`kill -9 of the ${who} after ${delay.toFixed(0)} ms: not ended after 10 s`); });
  await Promise.race([ended, late]);
  late.catch(() => undefined);
  for (let waited = 0; tree.some(runs); waited += 20) {
    if (waited > 5000) throw new Failure(`kill -9 of the ${who} after ${delay.toFixed(0)} ms: process ${tree.find(runs)} stays`);
    await sleep(20);
  }
  const info = spawnSync(process.execPath, [cli, 'info', file, '--json'], { encoding: 'utf8' });
  if (info.status !== 0) throw new Failure(`kill -9 of the ${who} after ${delay.toFixed(0)} ms: the recording does not open: ${info.stderr}`);
  return JSON.parse(info.stdout).counts?.calls ?? 0;
}

/** Recorder and program, once both are there. */
async function started(pid) {
  for (let waited = 0; waited < 10_000; waited += 10) {
    const tree = treeOf(pid);
    const recorder = tree.find(({ name }) => name.startsWith('ffiscope-record'));
    // Before it runs the program, the recorder tries on a child of its own what it may do.
    const program = recorder && tree.find(({ parent, name }) => parent === recorder.pid && name === 'node');
    if (program) return { recorder: recorder.pid, program: program.pid };
    await sleep(10);
  }
  throw new Failure('the recording did not start');
}
