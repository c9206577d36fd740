// Bundles the suites that run inside an extension host into .cache/host-suite/.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './paths.mjs';

/** Returns the path of the bundled entry. */
export async function buildSuite() {
  const from = join(root, 'test/host/suite');
  const outdir = join(root, '.cache/host-suite');
  rmSync(outdir, { recursive: true, force: true });
  const tests = ['trusted', 'untrusted'].flatMap(set => readdirSync(join(from, set)).map(name => join(from, set, name)));
  await build({
    absWorkingDir: root, entryPoints: [join(from, 'index.ts'), ...tests], outdir, outbase: from, bundle: true,
    platform: 'node', format: 'cjs', target: 'node20', external: ['vscode', 'mocha'], sourcemap: 'inline', logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}
