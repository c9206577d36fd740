// Bundles the TypeScript parts and copies the native ones into dist/.
// `node scripts/build.mjs [--no-native] [--only extension,cli,child,webview]`
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleOptions, bundles } from './lib/bundles.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const only = option('--only')?.split(',');

if (!process.argv.includes('--no-native') && (!only || only.includes('native'))) buildNative();
const { build } = await import('esbuild');
for (const bundle of bundles) {
  if (only && !only.includes(bundle.part)) continue;
  if (!existsSync(join(root, bundle.entry))) { console.warn(`skipped ${bundle.entry}: not there`); continue; }
  await build(bundleOptions(bundle));
  if (bundle.banner) chmodSync(join(root, bundle.out), 0o755);
}

function buildNative() {
  execFileSync('cargo', ['build', '--release', '--locked', '-p', 'ffiscope-recorder', '-p', 'ffiscope-agent', '-p', 'ffiscope-sequences'], {
    cwd: join(root, 'native'), stdio: 'inherit',
  });
  mkdirSync(join(root, 'dist/bin'), { recursive: true });
  for (const name of ['ffiscope-recorder', 'libffiscope_agent.so']) replace(join(root, 'native/target/release', name), join(root, 'dist/bin', name));
}

/** Copies next to the target and renames: a running recorder keeps the file it has open. */
function replace(from, to) {
  const fresh = `${to}.${process.pid}`;
  copyFileSync(from, fresh);
  chmodSync(fresh, 0o755);
  rmSync(to, { force: true });
  renameSync(fresh, to);
}

function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
