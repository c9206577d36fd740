// What is bundled from TypeScript, and how.
import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** One entry a row, by the part of the project it comes from. `budget`: KiB that the bundle may have. */
export const bundles = [
  { part: 'extension', entry: 'extension/extension.ts', out: 'dist/extension.js', platform: 'node', format: 'cjs', external: ['vscode'], budget: 640 },
  { part: 'extension', entry: 'extension/reader/worker.ts', out: 'dist/reader.js', platform: 'node', format: 'cjs', budget: 260 },
  { part: 'cli', entry: 'cli/main.ts', out: 'dist/cli.js', platform: 'node', format: 'cjs', banner: '#!/usr/bin/env node', budget: 520 },
  { part: 'child', entry: 'child/hook.ts', out: 'dist/child/hook.cjs', platform: 'node', format: 'cjs', budget: 160 },
  { part: 'child', entry: 'child/api.ts', out: 'dist/child/api.cjs', platform: 'node', format: 'cjs', budget: 16 },
  { part: 'child', entry: 'child/api.mts', out: 'dist/child/api.mjs', platform: 'node', format: 'esm', budget: 16 },
  { part: 'webview', entry: 'webview/main.ts', out: 'dist/webview/main.js', platform: 'browser', format: 'iife', budget: 500 },
  { part: 'webview', entry: 'webview/report.ts', out: 'dist/webview/report.js', platform: 'browser', format: 'iife', budget: 500 },
];

/** esbuild's options for a row of `bundles`. */
export function bundleOptions({ part, entry, out, platform, format, external, banner }) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform,
    format,
    target: platform === 'node' ? 'node20' : 'es2022',
    external: external ?? [],
    banner: banner ? { js: banner } : {},
    // No link in the hook: with --enable-source-maps its frames would get names that it does not know as its own.
    sourcemap: part === 'child' ? 'external' : true,
    minify: platform === 'browser',
    logLevel: 'warning',
    legalComments: 'none',
  };
}

/** Builds a row in memory: bytes of the script, and a hash over everything that would be written. */
export async function bundleInMemory(bundle) {
  const { outputFiles } = await build({ ...bundleOptions(bundle), write: false });
  const hash = createHash('sha256');
  for (const { path, contents } of outputFiles) hash.update(path).update('\0').update(contents);
  return { bytes: outputFiles.find(({ path }) => path.endsWith(bundle.out))?.contents.length ?? 0, hash: hash.digest('hex') };
}
