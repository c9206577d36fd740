// Makes the npm packages in dist/npm/: `ffiscope` (command line and API) and `ffiscope-linux-x64` (the native parts).
// `npm run package:npm [-- --as-built] [--no-build]`; both install without a registry: npm install dist/npm/*.tgz
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nativeParts, portableParts, stageNative } from './lib/portable.mjs';
import { mainly, root } from './lib/run.mjs';
import { checkSize } from './lib/sizes.mjs';

const { name, version, description, keywords, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const PLATFORM = `${name}-linux-x64`;
const out = join(root, 'dist/npm');

/** Of the source tree, what the package `ffiscope` has, by its place there. */
const FILES = {
  'dist/cli.js': 'dist/cli.js', 'dist/child/hook.cjs': 'dist/child/hook.cjs', 'dist/child/api.cjs': 'dist/child/api.cjs', 'dist/child/api.mjs': 'dist/child/api.mjs',
  'dist/webview/report.js': 'dist/webview/report.js', 'dist/webview/report.css': 'dist/webview/report.css',
  'child/api.d.ts': 'dist/child/api.d.ts', 'README.md': 'README.md', 'CHANGELOG.md': 'CHANGELOG.md', LICENSE: 'LICENSE',
};

await mainly(async () => {
  const asBuilt = process.argv.includes('--as-built');
  if (!process.argv.includes('--no-build')) execFileSync(process.execPath, ['scripts/build.mjs', ...(asBuilt ? [] : ['--no-native'])], { cwd: root, stdio: 'inherit' });
  const native = await portableParts({ asBuilt });
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const file of [pack(mainManifest(), stageMain), pack(platformManifest(), stage => stagePlatform(stage, native))]) console.log(`${file}  ${checkSize(file)}`);
});

function mainManifest() {
  return {
    name, version, description, keywords, license, engines: { node: engines.node },
    bin: { ffiscope: 'dist/cli.js' },
    exports: { '.': { types: './dist/child/api.d.ts', import: './dist/child/api.mjs', require: './dist/child/api.cjs' }, './package.json': './package.json' },
    types: './dist/child/api.d.ts',
    optionalDependencies: { [PLATFORM]: version },
  };
}

function platformManifest() {
  return {
    name: PLATFORM, version, license, description: `The native recorder of ${name} for Linux on x86-64 (glibc).`,
    os: ['linux'], cpu: ['x64'], libc: ['glibc'], preferUnplugged: true,
  };
}

function stageMain(stage) {
  for (const [from, to] of Object.entries(FILES)) {
    mkdirSync(dirname(join(stage, to)), { recursive: true });
    cpSync(join(root, from), join(stage, to));
  }
  chmodSync(join(stage, 'dist/cli.js'), 0o755);
}

function stagePlatform(stage, native) {
  for (const part of nativeParts) stageNative(join(native, part), join(stage, 'bin', part));
  cpSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
}

/** Packs a folder that `fill` fills; the path of the package. */
function pack(manifest, fill) {
  const stage = mkdtempSync(join(tmpdir(), 'ffiscope-npm-'));
  try {
    fill(stage);
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] });
    return join(out, `${manifest.name}-${manifest.version}.tgz`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
