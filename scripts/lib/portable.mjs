// The native parts built for packages: against the oldest glibc we promise, whatever this machine has.
// zig's C compiler links for a chosen glibc version; it comes from PyPI, into .cache/, once.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkGlibc, OLDEST_GLIBC } from './glibc.mjs';
import { Failure, root, run, runQuietly, which } from './run.mjs';
import { once } from './stamp.mjs';

const TARGET = 'x86_64-unknown-linux-gnu';
const zig = join(root, '.cache/zig');
const built = '.cache/portable';

export const nativeParts = ['ffiscope-recorder', 'libffiscope_agent.so'];

/** Folder (absolute) with the native parts for packages. `asBuilt`: those of this machine, as they are in dist/bin. */
export async function portableParts({ asBuilt = false } = {}) {
  if (asBuilt) return join(root, 'dist/bin');
  await once({
    name: 'portable', inputs: ['native', 'scripts/lib/portable.mjs'], also: [OLDEST_GLIBC],
    outputs: nativeParts.map(name => `${built}/${TARGET}/release/${name}`),
  }, build);
  const folder = join(root, built, TARGET, 'release');
  for (const name of nativeParts) checkGlibc(join(folder, name));
  return folder;
}

function build() {
  provideZig();
  const linker = join(zig, 'cc');
  writeFileSync(linker, `#!/bin/sh\nexec "${join(zig, 'ziglang/zig')}" cc -target x86_64-linux-gnu.${OLDEST_GLIBC} "$@"\n`);
  chmodSync(linker, 0o755);
  console.log(`building for glibc ${OLDEST_GLIBC} (about two minutes, once)`);
  runQuietly('cargo', [
    'build', '--release', '--locked', '--manifest-path', 'native/Cargo.toml', '--target', TARGET, '--target-dir', built,
    '--config', `target.${TARGET}.linker=${JSON.stringify(linker)}`, '-p', 'ffiscope-recorder', '-p', 'ffiscope-agent',
  ]);
}

function provideZig() {
  if (existsSync(join(zig, 'ziglang/zig'))) return;
  const python = which('python3');
  if (!python) throw new Failure('python3 was not found, which brings the linker for packages; install it, or package what this machine built with --as-built');
  mkdirSync(zig, { recursive: true });
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--target', zig, 'ziglang==0.17.1']);
}

/** Copies a native part without its debug information, executable. */
export function stageNative(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
  try {
    execFileSync('strip', ['--strip-unneeded', to], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.warn(`strip is not installed; ${to} keeps its symbols`);
  }
  chmodSync(to, 0o755);
}
