// Bundles the TypeScript parts and copies the native ones into dist/.
// `node scripts/build.mjs [--no-native] [--only extension,cli,child,webview]`
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const only = option('--only')?.split(',');

/** What is bundled: one entry a row, grouped by the folder it comes from. */
const bundles = [
  { part: 'extension', entry: 'extension/extension.ts', out: 'dist/extension.js', platform: 'node', format: 'cjs', external: ['vscode'] },
  { part: 'cli', entry: 'cli/main.ts', out: 'dist/cli.js', platform: 'node', format: 'cjs', banner: '#!/usr/bin/env node' },
  { part: 'child', entry: 'child/hook.ts', out: 'dist/child/hook.cjs', platform: 'node', format: 'cjs' },
  { part: 'child', entry: 'child/api.ts', out: 'dist/child/api.cjs', platform: 'node', format: 'cjs' },
  { part: 'child', entry: 'child/api.mts', out: 'dist/child/api.mjs', platform: 'node', format: 'esm' },
  { part: 'webview', entry: 'webview/main.ts', out: 'dist/webview/main.js', platform: 'browser', format: 'iife' },
  { part: 'webview', entry: 'webview/report.ts', out: 'dist/webview/report.js', platform: 'browser', format: 'iife' },
];

if (!process.argv.includes('--no-native') && (!only || only.includes('native'))) buildNative();
const { build } = await import('esbuild');
for (const bundle of bundles) {
  if (only && !only.includes(bundle.part)) continue;
  if (!existsSync(join(root, bundle.entry))) { console.warn(`skipped ${bundle.entry}: not there`); continue; }
  await build({
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: bundle.out,
    bundle: true,
    platform: bundle.platform,
    format: bundle.format,
    target: bundle.platform === 'node' ? 'node20' : 'es2022',
    external: bundle.external ?? [],
    banner: bundle.banner ? { js: bundle.banner } : {},
    // No link in the hook: with --enable-source-maps its frames would get names that it does not know as its own.
    sourcemap: bundle.part === 'child' ? 'external' : true,
    minify: bundle.platform === 'browser',
    logLevel: 'warning',
    legalComments: 'none',
  });
  if (bundle.banner) chmodSync(join(root, bundle.out), 0o755);
}

function buildNative() {
  execFileSync('cargo', ['build', '--release', '--locked', '-p', 'ffiscope-recorder', '-p', 'ffiscope-agent'], {
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
