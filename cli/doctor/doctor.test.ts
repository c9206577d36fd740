import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFolder } from './folder';
import { checkKoffi } from './koffi';
import { checkRecorder, fromAbilities } from './recorder';
import { checkKernel, checkNode, checkPlatform, checkYama, isOlder, versionOf } from './system';

const scratch = mkdtempSync(join(tmpdir(), 'ffiscope-doctor-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function program(koffi: string | null): string {
  const folder = mkdtempSync(join(scratch, 'program-'));
  if (koffi !== null) {
    const target = join(folder, 'node_modules/koffi');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'koffi', version: koffi, main: 'index.js' }));
    writeFileSync(join(target, 'index.js'), '');
  }
  return folder;
}

describe('doctor', () => {
  test('versions are compared as numbers', () => {
    expect(versionOf('6.1.0-28-cloud-amd64')).toEqual([6, 1]);
    expect(versionOf('v20')).toEqual([20, 0]);
    expect(isOlder([4, 9], [4, 18])).toBe(true);
    expect(isOlder([5, 0], [4, 18])).toBe(false);
  });

  test('systems that only show traces say where to record', () => {
    expect(checkPlatform({ os: 'linux', cpu: 'x64' }).state).toBe('ok');
    expect(checkPlatform({ os: 'darwin', cpu: 'arm64' })).toMatchObject({ state: 'error', wayOut: expect.stringContaining('record on Linux') });
    expect(checkKernel('3.10.0-1160.el7.x86_64').state).toBe('error');
    expect(checkKernel('6.1.0-28-amd64').state).toBe('ok');
    expect(checkNode('18.20.1')).toMatchObject({ state: 'error', wayOut: 'install node 20 or newer' });
  });

  test('only Yama at 3 is in the way', () => {
    expect(['0', '1', '2', null].map(scope => checkYama(scope).state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(checkYama('3')).toMatchObject({ state: 'warning', wayOut: expect.stringContaining('kernel.yama.ptrace_scope') });
  });

  test('without ptrace the fast engine records on, without both nothing does', () => {
    const no = { ok: false, why: 'it is so', wayOut: 'do this' };
    const yes = { ok: true };
    const states = (ptrace: typeof no | typeof yes, fast: typeof no | typeof yes) => fromAbilities({ ptrace, fast, addressSpace: yes, fileSize: yes }).map(check => check.state);
    expect(states(yes, yes)).toEqual(['ok', 'ok', 'ok']);
    expect(states(no, yes)).toEqual(['warning', 'ok', 'ok']);
    expect(states(yes, no)).toEqual(['ok', 'warning', 'ok']);
    expect(states(no, no)).toEqual(['warning', 'error', 'ok']);
    expect(fromAbilities({ ptrace: yes, fast: yes, addressSpace: no, fileSize: no }).slice(2)).toEqual([
      { name: 'memory', state: 'error', found: 'it is so', wayOut: 'do this' }, { name: 'file size', state: 'error', found: 'it is so', wayOut: 'do this' },
    ]);
  });

  test('a recorder that is not there is named', () => {
    expect(checkRecorder(join(scratch, 'nothing'))).toEqual([
      { name: 'recorder', state: 'error', found: `${join(scratch, 'nothing/bin/ffiscope-recorder')} is missing`, wayOut: expect.stringContaining('install the one for linux-x64') },
    ]);
  });

  test('koffi is the one of the folder', () => {
    expect(checkKoffi(program('2.9.1'))).toMatchObject({ state: 'ok', found: expect.stringMatching(/^2\.9\.1 /) });
    expect(checkKoffi(program('1.3.0'))).toMatchObject({ state: 'error', found: '1.3.0 is too old' });
    expect(checkKoffi(program(null))).toMatchObject({ state: 'warning', wayOut: expect.stringContaining('npm install koffi') });
  });

  test('the folder is where a trace would go', () => {
    expect(checkFolder(scratch).found).toContain('MiB free');
    expect(checkFolder(join(scratch, 'gone')).state).toBe('error');
  });
});
