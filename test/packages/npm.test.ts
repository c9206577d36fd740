// The npm packages from their files, in an empty project and without a registry: installed, used as a command and as a module.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(__dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'ffiscope-npm-'));
const env = { PATH: process.env['PATH'] ?? '', HOME: project };

const PROGRAM = `
const koffi = require('koffi');
const { isEnabled, mark, registerRetcode } = require('ffiscope');
const memset = koffi.load('libc.so.6').func('void *memset(_Out_ uint8_t *s, int c, size_t n)');
mark('before');
const buffer = Buffer.alloc(16);
memset(buffer, 7, 12);
console.log(isEnabled(), buffer.toString('hex'));
`;

const npx = (...args: string[]) => spawnSync('npx', ['--no-install', ...args], { cwd: project, env, encoding: 'utf8', timeout: 60_000 });
const lines = (text: string): Record<string, unknown>[] => text.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);

beforeAll(() => {
  execFileSync('node', ['scripts/npm-package.mjs', '--no-build', '--as-built'], { cwd: root, stdio: 'pipe' });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  const files = readdirSync(join(root, 'dist/npm')).filter(name => name.endsWith('.tgz')).map(name => join(root, 'dist/npm', name));
  // An address where nobody answers: the packages must need nothing from elsewhere.
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--registry', 'http://127.0.0.1:9/', ...files], { cwd: project, env, stdio: 'pipe' });
  for (const name of ['koffi', '@koromix']) {
    mkdirSync(join(project, 'node_modules'), { recursive: true });
    cpSync(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true, dereference: true, errorOnExist: false });
  }
  writeFileSync(join(project, 'program.js'), PROGRAM);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('npm packages', () => {
  test('the doctor finds everything in place', () => {
    const { stdout, status } = npx('ffiscope', 'doctor', '--json');
    const states = Object.fromEntries(lines(stdout).map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ recorder: 'ok', processor: 'ok', koffi: 'ok' });
    expect(status).toBe(0);
  });

  test('a program is recorded and its recording read', () => {
    const recorded = npx('ffiscope', 'record', '-o', 'run.ffitrace', '--', 'node', 'program.js');
    expect(recorded.stdout).toContain('true 07070707070707070707070700000000');
    expect(recorded.status).toBe(0);
    const calls = lines(npx('ffiscope', 'calls', 'run.ffitrace', '--json').stdout);
    expect(calls).toMatchObject([{ function: 'memset', bytesWritten: 12, site: { line: 7 } }]);
    expect(npx('ffiscope', 'report', 'run.ffitrace', '-o', 'run.html').status).toBe(0);
  });

  test('the module does nothing without a recorder', () => {
    const plain = spawnSync('node', ['program.js'], { cwd: project, env, encoding: 'utf8' });
    expect(plain.stdout).toContain('false 07070707070707070707070700000000');
    const esm = spawnSync('node', ['--input-type=module', '-e', "import { isEnabled, watch } from 'ffiscope'; watch(Buffer.alloc(4)); console.log(isEnabled())"], { cwd: project, env, encoding: 'utf8' });
    expect([esm.stdout, esm.stderr]).toEqual(['false\n', '']);
  });

  test('without the package of the platform the way out is named', () => {
    rmSync(join(project, 'node_modules/ffiscope-linux-x64'), { recursive: true });
    const { stderr, status } = npx('ffiscope', 'record', '--', 'node', 'program.js');
    expect(stderr).toContain('its optional dependency is not installed: npm install ffiscope-linux-x64');
    expect(status).toBe(70);
  });
});
