// Makes the extension packages in dist/: one for linux-x64 that records, and those that show traces.
// `npm run package` builds first, the native parts for old systems too; `--no-build` takes the bundles that are there,
// `--as-built` the native parts of this machine, as they are; `--this-system` makes no packages for arm64 and Alpine.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { nativeParts, portableParts, stageNative } from './lib/portable.mjs';
import { mainly } from './lib/run.mjs';
import { checkSize } from './lib/sizes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const SHARED = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'package.nls.de.json', 'l10n/bundle.l10n.json', 'l10n/bundle.l10n.de.json', 'media/icon.png', 'media/file-light.svg', 'media/file-dark.svg', 'media/panel.svg',
  ...['record.svg', 'calls.png', 'bytes.png', 'findings.png'].map((name) => `media/walkthrough/${name}`),
  'dist/extension.js', 'dist/reader.js', 'dist/cli.js', 'dist/webview/main.js', 'dist/webview/main.css', 'dist/webview/report.js', 'dist/webview/report.css'];
const PAGES = readdirSync(join(root, 'docs/rules'), { recursive: true }).filter((name) => /\.(?:md|svg)$/.test(name)).map((name) => `docs/rules/${name}`);
const OPTIONAL = new Set(['CHANGELOG.md', 'dist/webview/report.css']);
const RECORDING = ['dist/child/hook.cjs', 'dist/child/api.cjs', 'dist/child/api.mjs'];

/** Parts of package.json that only mean something in the source tree. */
const SOURCE_ONLY = ['private', 'scripts', 'devDependencies', 'dependencies', 'optionalDependencies', 'bin', 'exports', 'files', 'type', 'types'];

// The same sources give the same package, byte for byte: files in it carry the time of the version, not of the build.
process.env.SOURCE_DATE_EPOCH ??= String(Date.UTC(2026, 0, 1) / 1000);

await mainly(async () => {
  const asBuilt = process.argv.includes('--as-built');
  const everywhere = !process.argv.includes('--this-system');
  if (!process.argv.includes('--no-build')) execFileSync(process.execPath, ['scripts/build.mjs', ...(asBuilt ? [] : ['--no-native'])], { cwd: root, stdio: 'inherit' });
  const native = await portableParts({ asBuilt });
  for (const { name, target, parts, binaries } of [
    { name: `ffiscope-linux-x64-${manifest.version}.vsix`, target: 'linux-x64', parts: RECORDING, binaries: native },
    { name: `ffiscope-viewer-${manifest.version}.vsix`, target: undefined, parts: [], binaries: null },
    // Named for their systems, so that nobody looks in vain: the viewer and the command line, without `record`.
    ...(everywhere ? ['linux-arm64', 'alpine-x64'].map((target) => ({ name: `ffiscope-${target}-${manifest.version}.vsix`, target, parts: [], binaries: null })) : []),
  ]) {
    const file = await pack(name, target, parts, binaries);
    console.log(`${file}  ${checkSize(file)}${binaries ? `  (${target})` : `  (${target ?? 'any system'}, shows traces only)`}`);
  }
});

/** Copies what belongs into it to a folder of its own, and packs that. */
async function pack(name, target, parts, binaries) {
  const stage = mkdtempSync(join(tmpdir(), 'ffiscope-package-'));
  try {
    for (const path of [...SHARED, ...PAGES, ...parts]) stageFile(path, stage);
    if (binaries) for (const part of nativeParts) stageNative(join(binaries, part), join(stage, 'dist/bin', part));
    // The stage holds only what belongs into the package.
    writeFileSync(join(stage, '.vscodeignore'), '');
    writeFileSync(join(stage, 'package.json'), JSON.stringify(packagedManifest(), null, 2));
    const packagePath = join(root, 'dist', name);
    rmSync(packagePath, { force: true });
    await createVSIX({ cwd: stage, packagePath, target, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
    return packagePath;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function stageFile(path, stage) {
  const from = join(root, path);
  if (!existsSync(from)) {
    if (OPTIONAL.has(path)) return;
    throw new Error(`${path} is missing; run "npm run build" first`);
  }
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  cpSync(from, join(stage, path));
}

function packagedManifest() {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !SOURCE_ONLY.includes(key)));
}
