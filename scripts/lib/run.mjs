// Running other programs: output passes through, failures become one line.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** A failure that is told in one line, without a stack trace. */
export class Failure extends Error {}

/** Full path of a command on PATH (or in `~/.cargo/bin`, where rustup puts its tools), or null. */
export function which(name) {
  const home = process.env.HOME ? [join(process.env.HOME, '.cargo/bin')] : [];
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...home]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch { /* not here */ }
  }
  return null;
}

/** The environment, with the folder in which rustup puts cargo. */
export const cargoEnvironment = () => ({ ...process.env, PATH: `${process.env.PATH}${delimiter}${process.env.HOME}/.cargo/bin` });

/** Names of the files below a folder that belong to the project, from the root: those that git knows, and new ones that it does not ignore. */
export function tracked(folder) {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', folder], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (listed.status !== 0) throw new Failure(`git ls-files: ${listed.error?.message ?? listed.stderr.trim()}`);
  return listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
}

/** Runs a command in the project's root to its end; throws a Failure unless it ends with 0. */
export function run(command, args, options = {}) {
  const env = { ...cargoEnvironment(), ...options.env };
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options, env });
  if (done.error) throw new Failure(`${command}: ${done.error.message}`);
  if (done.status !== 0) throw new Failure(`${[command, ...args].join(' ')} ended with ${done.signal ?? done.status}`);
}

/** The same without its output, which is shown only when it fails. */
export function runQuietly(command, args) {
  const env = cargoEnvironment();
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 28, env });
  if (done.error) throw new Failure(`${command}: ${done.error.message}`);
  if (done.status === 0) return;
  process.stderr.write(`\n${done.stdout}${done.stderr}`);
  throw new Failure(`${[command, ...args].join(' ')} ended with ${done.signal ?? done.status}`);
}

/** Runs `main`; a Failure ends the process with its one line, anything else with its stack. */
export async function mainly(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`ffiscope: ${error.message}`);
    process.exit(1);
  }
}
