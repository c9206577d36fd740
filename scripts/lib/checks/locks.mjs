// Lock files: they belong to their manifests, pin every package by hash, and name no registry.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.mjs';

const CRATES = 'registry+https://github.com/rust-lang/crates.io-index';

export function checkLocks() {
  const read = name => readFileSync(join(root, name), 'utf8');
  const problems = [...npmProblems(JSON.parse(read('package.json')), JSON.parse(read('package-lock.json'))), ...cargoProblems(read('native/Cargo.lock'))];
  return { ok: problems.length === 0, output: problems.join('\n') };
}

export function npmProblems(manifest, { packages }) {
  const problems = [];
  const locked = packages[''] ?? {};
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const name of new Set([...Object.keys(manifest[kind] ?? {}), ...Object.keys(locked[kind] ?? {})])) {
      const [wanted, has] = [manifest[kind]?.[name], locked[kind]?.[name]];
      if (wanted !== has) problems.push(`package-lock.json has ${name} ${has ?? '(not at all)'}, package.json wants ${wanted ?? 'none'}: run npm install --package-lock-only`);
    }
  }
  for (const [path, { integrity, resolved, link }] of Object.entries(packages)) {
    if (path === '' || link) continue;
    if (!integrity) problems.push(`package-lock.json pins ${path} without a hash`);
    if (resolved) problems.push(`package-lock.json names a registry for ${path}: run npm install --package-lock-only --omit-lockfile-registry-resolved`);
  }
  return problems;
}

/** A crate of ours has no source; every other comes from crates.io, with a checksum. */
export function cargoProblems(lock) {
  const problems = [];
  for (const entry of lock.split('[[package]]').slice(1)) {
    const field = name => new RegExp(`^${name} = "(.*)"$`, 'm').exec(entry)?.[1];
    const source = field('source');
    if (source !== undefined && source !== CRATES) problems.push(`Cargo.lock takes ${field('name')} from ${source}`);
    if (source !== undefined && !field('checksum')) problems.push(`Cargo.lock pins ${field('name')} without a checksum`);
  }
  return problems;
}
