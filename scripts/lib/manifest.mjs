// The parts of package.json that VS Code reads, made from extension/manifest/.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Contents of package.json and package.nls.json as the sources make them, by file name. */
export async function manifestFiles() {
  const { manifestParts, manifestTexts } = await load('extension/manifest/manifest.ts');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  Object.assign(manifest, manifestParts());
  return { 'package.json': json(manifest), 'package.nls.json': json(manifestTexts()) };
}

/** Writes what differs; the names of the files that were written. */
export async function writeManifest() {
  const stale = await staleFiles();
  for (const [name, content] of stale) writeFileSync(join(root, name), content);
  return stale.map(([name]) => name);
}

/** Outcome for `npm run check`. */
export async function checkManifest() {
  const stale = await staleFiles();
  return { ok: stale.length === 0, output: `${stale.map(([name]) => name).join(' and ')} differs from extension/manifest/: run \`npm run manifest\`` };
}

const staleFiles = async () => Object.entries(await manifestFiles()).filter(([name, content]) => readFileSync(join(root, name), 'utf8') !== content);

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** Loads a TypeScript module that needs nothing of VS Code. */
async function load(entry) {
  const { outputFiles: [bundle] } = await build({ absWorkingDir: root, entryPoints: [entry], bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'warning' });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
}
