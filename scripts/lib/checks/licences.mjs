// Licences of everything we depend on, npm and cargo: read from what is installed, so it works without a network.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { cargoEnvironment, root } from '../run.mjs';

/** Licences that ask for no more than their text; native/deny.toml has the same. */
export const ALLOWED = [
  '0BSD', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'BlueOak-1.0.0', 'BSD-1-Clause', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0',
  'Unicode-3.0', 'Unlicense', 'WTFPL', 'Zlib',
];
/** For tools that only build and test, and of which nothing is shipped. */
const ALLOWED_IN_TOOLS = [...ALLOWED, 'Artistic-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'LGPL-3.0-or-later', 'MPL-2.0', 'PSF-2.0', 'Python-2.0'];
/** Tools under terms of their own that somebody has read: signing for the marketplace, which packaging never calls. */
const READ = /^@vscode\/vsce-sign(-|$)/;

/** `{name, version, licence, shipped}` of each npm package in the lock file; `shipped`: it is bundled into what users get. */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.link)
    .map(([path, entry]) => ({ name: entry.name ?? path.split('node_modules/').at(-1), version: entry.version, licence: entry.license ?? licenceOf(path), shipped: !entry.dev && !entry.devOptional }))
    .filter(({ licence }) => licence !== null);
}

/** Of a package that the lock file says nothing about; null when it is not installed (for another platform). */
function licenceOf(path) {
  try {
    const { license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ') ?? '';
  } catch {
    return null;
  }
}

/** The same of each crate that is built. Fails when Cargo.lock does not belong to the manifests. */
function cratePackages() {
  const args = ['metadata', '--format-version', '1', '--locked', '--filter-platform', 'x86_64-unknown-linux-gnu', '--manifest-path', 'native/Cargo.toml'];
  const text = execFileSync('cargo', args, { cwd: root, env: cargoEnvironment(), encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
  // Cargo's old spelling of OR is a slash.
  return JSON.parse(text).packages.filter(({ source }) => source !== null)
    .map(({ name, version, license }) => ({ name, version, licence: (license ?? '').replaceAll('/', ' OR '), shipped: true }));
}

/** Packages whose licence we can't keep. */
export function checkLicences() {
  const refused = [...npmPackages(), ...cratePackages()]
    .filter(({ name, shipped }) => shipped || !READ.test(name))
    .filter(({ licence, shipped }) => !allows(licence, shipped ? ALLOWED : ALLOWED_IN_TOOLS));
  const lines = refused.map(({ name, version, licence, shipped }) => `${name} ${version}: ${licence || 'no licence'} is not allowed in ${shipped ? 'what is shipped' : 'tools'} (scripts/lib/checks/licences.mjs)`);
  return { ok: refused.length === 0, output: lines.join('\n') };
}

/** Whether a licence expression can be kept with these licences. */
export function allows(expression, allowed) {
  try {
    return satisfies(expression, allowed);
  } catch {
    return false;
  }
}
