// What else records accesses: qemu-user with a plugin that logs them, and valgrind's lackey, on the workload without node.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root, which } from '../../scripts/lib/run.mjs';
import { inFolder, limit, median } from './measure.mjs';

const { ROUNDS, sizes } = createRequire(import.meta.url)('../functions.cjs');
const { query, script } = createRequire(import.meta.url)('../sql.cjs');
const runner = join(root, 'bench/build/runner');

export const peers = [
  { subject: 'qemu', program: 'qemu-x86_64', sizes: 'full', command: (log) => ['qemu-x86_64', '-plugin', `${join(root, 'bench/build/libqemu-log.so')},out=${log}`] },
  { subject: 'lackey', program: 'valgrind', sizes: 'small', command: (log) => ['valgrind', '--tool=lackey', '--trace-mem=yes', `--log-file=${log}`] },
];

export const isThere = (peer) => which(peer.program) !== null;

/** Times of one function in ns, the first call apart, under `command` or without anything. */
export function runFunction(name, sizesName, repeats, command = []) {
  const size = sizes[sizesName][name];
  const further = name === 'sqlite' ? [script(size), query(size)] : [];
  const rounds = sizesName === 'full' ? ROUNDS : 1;
  const [program, ...args] = [...command, runner, name, String(size), String(repeats), String(rounds), ...further];
  const times = execFileSync(program, args, { ...limit, timeout: 60_000 }).trim().split('\n').map(Number);
  return { first: times[0], ns: median(times.slice(1)) };
}

/** The same under a peer; null when it can't run it or takes longer than a minute. */
export function runUnder(peer, name, repeats) {
  return inFolder((folder) => {
    try {
      return runFunction(name, peer.sizes, repeats, peer.command(join(folder, 'log')));
    } catch {
      return null;
    }
  });
}

/** Bytes that a peer writes for each of so many million accesses. */
export function bytesPerAccess(peer, name, size, accesses) {
  return inFolder((folder) => {
    const log = join(folder, 'log');
    const written = (repeats) => {
      const [program, ...args] = [...peer.command(log), runner, name, String(size), String(repeats), '1'];
      execFileSync(program, args, { ...limit, timeout: 120_000 });
      return statSync(log).size;
    };
    return (written(2) - written(1)) / accesses;
  });
}

/** Seconds of a whole program of node's under a peer; null when it takes longer than the limit. */
export function wholeProgram(peer, args, seconds) {
  return inFolder((folder) => {
    const [program, ...rest] = [...peer.command(join(folder, 'log')), process.execPath, ...args];
    const start = performance.now();
    try {
      execFileSync(program, rest, { ...limit, timeout: seconds * 1000 });
    } catch {
      return null;
    }
    return (performance.now() - start) / 1000;
  });
}
