import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../scripts/lib/run.mjs';

test('the classic tracer sees every access, and nothing else', ({ skip }) => {
  const done = spawnSync(process.execPath, [join(root, 'bench/workload.cjs'), 'tiny', '1', 'classic'], { encoding: 'utf8', timeout: 60_000 });
  if (done.stderr.includes('ptrace is not allowed')) skip();
  const seen = Object.fromEntries(done.stdout.trim().split('\n').map((line) => JSON.parse(line)).map(({ name, accesses }) => [name, accesses[0]]));
  expect(seen).toMatchObject({ nop: 0, sum_vec: 125, sum_nv: 500, fill: 500, update: 480 });
}, 60_000);
