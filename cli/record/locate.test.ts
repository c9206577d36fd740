import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locate, unsupported } from './locate';

const linux = { os: 'linux', cpu: 'x64' };
let dist = '';

beforeEach(() => {
  dist = join(mkdtempSync(join(tmpdir(), 'ffiscope-locate-')), 'dist');
  for (const file of ['bin/ffiscope-recorder', 'bin/libffiscope_agent.so', 'child/hook.cjs', 'child/api.cjs']) {
    mkdirSync(join(dist, file, '..'), { recursive: true });
    writeFileSync(join(dist, file), '');
  }
  chmodSync(join(dist, 'bin/ffiscope-recorder'), 0o755);
});

afterEach(() => rmSync(join(dist, '..'), { recursive: true }));

test('all parts are found next to the bundle', () => {
  expect(Object.values(locate(dist, linux))).toEqual([
    join(dist, 'bin/ffiscope-recorder'), join(dist, 'bin/libffiscope_agent.so'), join(dist, 'child/hook.cjs'), join(dist, 'child/api.cjs'),
  ]);
});

test('a package without a recorder says which one to install', () => {
  rmSync(join(dist, 'bin'), { recursive: true });
  expect(() => locate(dist, linux)).toThrow(`${join(dist, 'bin/ffiscope-recorder')} is missing; this package can only show traces: install the one for linux-x64`);
});

test('native parts may be in the package of the platform', () => {
  const installed = join(dist, '../node_modules/ffiscope-linux-x64');
  mkdirSync(installed, { recursive: true });
  renameSync(join(dist, 'bin'), join(installed, 'bin'));
  writeFileSync(join(installed, 'package.json'), '{}');
  expect(locate(dist, linux)).toMatchObject({ recorder: realpathSync(join(installed, 'bin/ffiscope-recorder')), hook: join(dist, 'child/hook.cjs') });
});

test('an npm package without its platform package names it', () => {
  const installed = join(dist, '../node_modules/ffiscope/dist');
  mkdirSync(join(installed, '..'), { recursive: true });
  renameSync(dist, installed);
  rmSync(join(installed, 'bin'), { recursive: true });
  expect(() => locate(installed, linux)).toThrow(/its optional dependency is not installed: npm install ffiscope-linux-x64/);
  renameSync(installed, dist);
});

test('a source tree that was not built says how to', () => {
  rmSync(join(dist, 'child/hook.cjs'));
  mkdirSync(join(dist, '../native'));
  writeFileSync(join(dist, '../native/Cargo.toml'), '');
  expect(() => locate(dist, linux)).toThrow(/hook\.cjs is missing; run "npm run setup"/);
});

test('a recorder that lost its executable bit says how to give it back', () => {
  chmodSync(join(dist, 'bin/ffiscope-recorder'), 0o644);
  expect(() => locate(dist, linux)).toThrow(/is not executable; run: chmod \+x/);
});

test('other systems are told where recording works', () => {
  expect(unsupported(linux)).toBeNull();
  expect(unsupported({ os: 'darwin', cpu: 'arm64' })).toBe('recording needs Linux on x86-64, this is darwin on arm64; record there and open the trace here');
  expect(() => locate(dist, { os: 'linux', cpu: 'arm64' })).toThrow(/recording needs Linux on x86-64, this is linux on arm64/);
});
