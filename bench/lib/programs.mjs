// Rows that are programs of their own: whole scripts, JavaScript alone, first calls, many accesses.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/run.mjs';
import { cli, inFolder, limit, median } from './measure.mjs';

export const program = (name) => join(root, 'bench/programs', `${name}.cjs`);

/** Output of a program, untraced or recorded into `file`. */
function output(args, file) {
  const recorder = file ? [cli, 'record', '-o', file, '--', process.execPath] : [];
  return execFileSync(process.execPath, [...recorder, ...args], limit);
}

const traced = (args) => inFolder((folder) => output(args, join(folder, 'bench.ffitrace')));

/** Median seconds of a whole process. */
export function seconds(args, record, repeats) {
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    if (record) traced(args);
    else output(args);
    return (performance.now() - start) / 1000;
  });
  return median(times);
}

/** Median ns of a round of JavaScript. */
export const javascript = (record, repeats) => median(JSON.parse((record ? traced : output)([program('pure'), String(repeats)])));

/** Milliseconds that the first call takes longer than the second. */
export function firstCall(record) {
  const [first, second] = JSON.parse((record ? traced : output)([program('first')]));
  return (first - second) / 1e6;
}

/** 100 million accesses: ns for each, bytes for each in the file, peak memory of recorder and program in MiB. */
export async function many(kind) {
  const untraced = JSON.parse(output([program('many'), kind, '100'])).peak / 1024;
  return inFolder(async (folder) => {
    const file = join(folder, 'many.ffitrace');
    const { printed, recorder } = await watched([cli, 'record', '-o', file, '--', process.execPath, program('many'), kind, '100']);
    const { ns, peak } = JSON.parse(printed);
    const { counts } = JSON.parse(execFileSync(process.execPath, [cli, 'info', file, '--json'], limit));
    return { access: ns / counts.accesses, file: statSync(file).size / counts.accesses, recorder, child: peak / 1024 - untraced };
  });
}

/** Runs the command line and looks, again and again, how much memory the recorder has needed at most. */
function watched(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let printed = '';
    let recorder = 0;
    const timer = setInterval(() => { recorder = Math.max(recorder, peakOfChild(child.pid)); }, 10);
    child.stdout.on('data', (text) => { printed += text; });
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(timer);
      if (status === 0) resolve({ printed, recorder });
      else reject(new Error(`a recording ended with ${status}`));
    });
  });
}

/** Peak memory in MiB of the only child of a process; 0 when it has gone. */
function peakOfChild(pid) {
  try {
    const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
