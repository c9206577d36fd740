// Words that belong to one machine and not to the project: paths of this checkout and home, the host of a package registry.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { root } from '../run.mjs';

/** Outcome of a search through all tracked files; lock files may name where packages come from. */
export function leaks() {
  const words = [`${root}/`, ...neighbours(), ...homeFolder(), ...registryHost()].filter((word) => word.length > 4);
  const patterns = words.flatMap((word) => ['-e', word]);
  const found = spawnSync('git', ['grep', '-nIF', ...patterns, '--', '.', ':!*lock.json', ':!*.lock'], { cwd: root, encoding: 'utf8' });
  // git grep answers 1 when there is nothing, and 128 outside of a repository, where there is nothing to leak into.
  return { ok: found.status !== 0, output: `machine paths or registry hosts in tracked files:\n${found.stdout}` };
}

/** The folder around this checkout, unless it is the one for temporary files, which any text may name. */
const neighbours = () => (dirname(root) === tmpdir() ? [] : [`${dirname(root)}/`]);

const homeFolder = () => (process.env.HOME && process.env.HOME !== '/' ? [`${process.env.HOME}/`] : []);

function registryHost() {
  const asked = spawnSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' });
  const url = asked.stdout?.trim() ?? '';
  return URL.canParse(url) ? [new URL(url).host] : [];
}
