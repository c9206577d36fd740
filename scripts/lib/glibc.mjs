// Which glibc a native part needs: read off the versions of the symbols it imports.
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { Failure } from './run.mjs';

/** Debian 10, RHEL 8, Ubuntu 18.10: also the oldest that node 20 itself runs on. */
export const OLDEST_GLIBC = '2.28';

/** The newest version among the glibc symbols that a file imports, such as "2.17"; null when it imports none. */
export function neededGlibc(file) {
  const versions = execFileSync('readelf', ['--version-info', '--wide', file], { encoding: 'utf8' });
  const found = [...versions.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].map(([, version]) => version);
  return found.sort(compareVersions).at(-1) ?? null;
}

export function compareVersions(one, other) {
  const [left, right] = [one, other].map(version => version.split('.').map(Number));
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @throws Failure when the file needs a newer glibc than we promise. */
export function checkGlibc(file, oldest = OLDEST_GLIBC) {
  const needed = neededGlibc(file);
  if (needed !== null && compareVersions(needed, oldest) > 0) throw new Failure(`${basename(file)} needs glibc ${needed}, newer than the ${oldest} that packages promise`);
}
