// The files of an older Debian, enough to run node in: unpacked from its packages, which the system's own apt fetches.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, root, run } from './run.mjs';

const SOURCES = '/etc/apt/sources.list.d/debian.sources';
/** The C library and the runtimes that node is linked with. */
const PACKAGES = ['libc6', 'libgcc-s1', 'gcc-10-base', 'libstdc++6', 'libcrypt1', 'zlib1g'];

/** Folder (absolute) with the unpacked system. `suite`: a name such as "bullseye" that the mirror of this system still has. */
export function oldDebian(suite) {
  const at = join(root, '.cache/old-debian', suite);
  if (existsSync(join(at, 'complete'))) return at;
  if (!existsSync(SOURCES)) throw new Failure(`${SOURCES} is missing: an older Debian can only be had on a Debian`);
  rmSync(at, { recursive: true, force: true });
  const work = join(at, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(work, folder), { recursive: true });
  writeFileSync(join(work, 'old.sources'), sourceOf(suite));
  const apt = (...args) => run('apt-get', [
    '-qq', '-o', `Dir::Etc::sourcelist=${join(work, 'old.sources')}`, '-o', 'Dir::Etc::sourceparts=-', '-o', `Dir::State::lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${join(work, 'cache')}`,
    // Only the files are wanted: nothing is installed here.
    '-o', 'Dir::State::status=/dev/null', ...args,
  ], { cwd: work });
  apt('update');
  apt('-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES);
  for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) execFileSync('dpkg-deb', ['-x', file, at], { cwd: work });
  rmSync(work, { recursive: true });
  for (const folder of ['proc', 'dev', 'tmp', 'work']) mkdirSync(join(at, folder), { recursive: true });
  copyFileSync('/etc/hosts', join(at, 'etc/hosts'));
  writeFileSync(join(at, 'complete'), '');
  return at;
}

/** The first entry of this system's own sources, for another suite. */
function sourceOf(suite) {
  const [entry] = readFileSync(SOURCES, 'utf8').split(/\n\s*\n/);
  return entry.replace(/^Suites:.*$/m, `Suites: ${suite}`);
}
