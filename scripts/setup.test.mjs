import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, which } from './lib/run.mjs';

/** The set-up on a machine that has only these tools. */
function setUpWith(...tools) {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-path-'));
  try {
    for (const tool of tools) symlinkSync(which(tool), join(folder, tool));
    return spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], { encoding: 'utf8', env: { PATH: folder, HOME: folder }, timeout: 20_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['cargo', 'rustup', []],
  ['cc', 'gcc', ['cargo', 'c++']],
])('without %s it names it and the way to get it, before it does anything', (tool, advice, present) => {
  const { status, stdout, stderr } = setUpWith(...present);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(new RegExp(`^ffiscope: ${tool} was not found`));
  expect(stderr).toContain(advice);
});
