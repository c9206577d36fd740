// Makes the extension packages in dist/: one for linux-x64 that records, one for everywhere else that shows traces.
// `npm run package` (builds first) or `node scripts/package.mjs --no-build`
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const SHARED = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.nls.json', 'media/icon.png', 'media/file-light.svg', 'media/file-dark.svg', 'media/panel.svg',
  'dist/extension.js', 'dist/cli.js', 'dist/webview/main.js', 'dist/webview/main.css', 'dist/webview/report.js', 'dist/webview/report.css'];
const OPTIONAL = new Set(['CHANGELOG.md', 'dist/webview/report.css']);
const RECORDING = ['dist/child/hook.cjs', 'dist/child/api.cjs', 'dist/child/api.mjs'];
const NATIVE = ['dist/bin/ffiscope-recorder', 'dist/bin/libffiscope_agent.so'];

/** Parts of package.json that only mean something in the source tree. */
const SOURCE_ONLY = ['private', 'scripts', 'devDependencies', 'dependencies', 'bin', 'exports', 'files', 'type', 'types'];

if (!process.argv.includes('--no-build')) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
for (const { name, target, parts } of [
  { name: `ffiscope-linux-x64-${manifest.version}.vsix`, target: 'linux-x64', parts: [...RECORDING, ...NATIVE] },
  { name: `ffiscope-viewer-${manifest.version}.vsix`, target: undefined, parts: [] },
]) {
  const file = await pack(name, target, parts);
  console.log(`${file}  ${(statSync(file).size / 1024 / 1024).toFixed(2)} MiB${target ? `  (${target})` : '  (shows traces only)'}`);
}

/** Copies what belongs into it to a folder of its own, and packs that. */
async function pack(name, target, parts) {
  const stage = mkdtempSync(join(tmpdir(), 'ffiscope-package-'));
  try {
    for (const path of [...SHARED, ...parts]) stageFile(path, stage);
    if (parts.length > 0) NATIVE.forEach(path => strip(join(stage, path)));
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

/** Drops debug information, and sets the executable bit that the package keeps. */
function strip(path) {
  try {
    execFileSync('strip', ['--strip-unneeded', path], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    console.warn(`strip is not installed; ${path} keeps its symbols`);
  }
  chmodSync(path, 0o755);
}

function packagedManifest() {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !SOURCE_ONLY.includes(key)));
}
