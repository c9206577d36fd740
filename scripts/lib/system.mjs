// What comes from the system's package manager: shared libraries for the examples, Chromium for the tests.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root, run, which } from './run.mjs';

/** Debian packages by shared library; where releases differ, the first name that exists is taken. */
const libraries = {
  'libz.so.1': ['zlib1g'],
  'libsqlite3.so.0': ['libsqlite3-0'],
  'libpng16.so.16': ['libpng16-16t64', 'libpng16-16'],
  'libpcre2-8.so.0': ['libpcre2-8-0'],
  'libcrypto.so.3': ['libssl3t64', 'libssl3'],
  'libxml2.so.2': ['libxml2'],
  'libturbojpeg.so.0': ['libturbojpeg0'],
};
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium that playwright-core can drive, or null. `CHROMIUM` overrides. */
export function findChromium() {
  return process.env.CHROMIUM ?? chromiumNames.map(which).find(Boolean) ?? null;
}

/** What only the benchmark runs: the peers that are measured beside it. True when something was installed. */
export function provideBenchmark() {
  const missing = [
    ...(which('valgrind') ? [] : [['valgrind']]),
    ...(which('qemu-x86_64') ? [] : [['qemu-user']]),
  ];
  return missing.length > 0 && install(missing, 'for the benchmark');
}

/** True when something was installed. A missing library is named and left to the user: only its example needs it. */
export function provideLibraries() {
  const missing = Object.keys(libraries).filter((name) => !loads(name));
  if (missing.length === 0) return false;
  return install(missing.map((name) => libraries[name]), `${missing.join(', ')} missing`);
}

/** True when it was installed. */
export function provideChromium() {
  return findChromium() ? false : install([['chromium']], 'no Chromium found');
}

/** With root rights and apt: installs one package of each group of alternatives. Else says in one line what to install. */
function install(groups, why) {
  const apt = which('apt-get');
  if (!apt || process.getuid() !== 0) {
    console.warn(`\n  ${why}: install ${groups.map((group) => group.join(' or ')).join(', ')} (on Debian with sudo apt-get install)`);
    return false;
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`${why}, installing`);
  run(apt, ['-qq', 'update'], { env });
  const names = groups.map((group) => group.find(isKnown) ?? group[0]);
  run(apt, ['-qq', '-y', '--no-install-recommends', 'install', ...names], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return true;
}

const isKnown = (name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;

/** Whether the loader finds this library; asked in a process of its own, so that nothing stays loaded. */
function loads(name) {
  const koffi = createRequire(join(root, 'package.json')).resolve('koffi');
  const script = 'require(process.argv[1]).load(process.argv[2])';
  return spawnSync(process.execPath, ['-e', script, koffi, name], { stdio: 'ignore' }).status === 0;
}
