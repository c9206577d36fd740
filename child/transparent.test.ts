/** Whole programs with and without the hook: what they print must be the same, down to the depth of their stacks. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'hook-'));
const programs = join(import.meta.dirname, 'testing/programs');
const library = join(folder, 'libshapes.so');
const preload = join(folder, 'preload.cjs');
const hook = join(folder, 'hook.cjs');

beforeAll(() => {
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, join(programs, 'shapes.c')]);
  const bundle = (entry: string, outfile: string) => buildSync({
    entryPoints: [join(import.meta.dirname, entry)], bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile, logLevel: 'silent',
  });
  bundle('testing/preload.ts', preload);
  bundle('hook.ts', hook);
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, koffi: string, env: Record<string, string> = {}): { stdout: string; stderr: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(programs, program), koffi, library], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', ...env } });
  return { stdout, stderr, status };
}

describe.each(['koffi', 'koffi2'])('%s', (koffi) => {
  it.each(['common.cjs', 'module.mjs', 'worker.cjs'])('prints the same in %s', (program) => {
    const plain = run(program, koffi);
    const traced = run(program, koffi, { NODE_OPTIONS: `--require ${preload}`, HOOK_TEST_REPORT: '1' });
    expect(plain.stdout).toMatch(/done\n$/);
    expect(traced.stdout).toBe(plain.stdout);
    expect(traced.status).toBe(0);
    const reports = traced.stderr.trim().split('\n').map((line) => JSON.parse(line) as { calls: number; unfinished: number; notes: string[] });
    for (const report of reports) expect(report).toMatchObject({ unfinished: 0, notes: [] });
    expect(Math.max(...reports.map((report) => report.calls))).toBe(25);
  });

  it('is silent and harmless when the agent can not be loaded', () => {
    const plain = run('common.cjs', koffi);
    expect(run('common.cjs', koffi, { NODE_OPTIONS: `--require ${hook}`, FFISCOPE_SOCKET: '/none', FFISCOPE_AGENT: '/no/agent.so' })).toEqual(plain);
    expect(run('common.cjs', koffi, { NODE_OPTIONS: `--require ${hook}` })).toEqual(plain);
  });
});
