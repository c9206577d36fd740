// Makes a fresh clone ready: `npm run setup`, or `npm run setup -- --tests` for what the tests need on top.
// Runs on plain node before anything is installed. Asks for nothing, and does again only what has changed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePrograms } from './lib/c-programs.mjs';
import { packagesAreInstalled } from './lib/npm-packages.mjs';
import { Failure, mainly, root, run, runQuietly, which } from './lib/run.mjs';
import { once } from './lib/stamp.mjs';
import { findChromium, provideChromium, provideLibraries } from './lib/system.mjs';

const typescript = ['cli', 'child', 'extension', 'trace', 'webview', 'scripts/build.mjs', 'package.json', 'package-lock.json'];

/** Everything recording needs; with `tests`, everything the tests need. */
export async function setUp({ tests = false } = {}) {
  requireTools();
  await step('npm packages', async () => {
    if (packagesAreInstalled()) return false;
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    return true;
  });
  await step('native recorder (cargo build --release, about a minute the first time)', () => once({
    name: 'native', inputs: ['native', 'scripts/build.mjs'], outputs: ['dist/bin/ffiscope-recorder', 'dist/bin/libffiscope_agent.so'],
  }, () => runQuietly('node', ['scripts/build.mjs', '--only', 'native'])));
  await step('command line, hook, views and extension (esbuild)', () => once({
    name: 'bundles', inputs: typescript, outputs: ['dist/cli.js', 'dist/child/hook.cjs'],
  }, () => runQuietly('node', ['scripts/build.mjs', '--no-native'])));
  await step('C programs of the examples and tests', async () => (await compilePrograms()).length > 0);
  await step('libraries that the examples call (libz, libsqlite3, libpng)', provideLibraries);
  if (tests) await setUpTests();
}

async function setUpTests() {
  await step('Chromium, for the tests of the views', provideChromium);
  if (!existsSync(join(root, 'test/host/install.mjs'))) return;
  await step('VS Code host, for the tests of the extension (about 400 MB in .cache, once)', () => once({
    name: 'host', inputs: ['test/host/install.mjs'], outputs: ['.cache/vscode-host/installed.json'],
  }, () => run('node', ['test/host/install.mjs'])));
}

/** Does one step and says how long it took; `work` answers whether there was anything to do. */
async function step(title, work) {
  process.stdout.write(`set-up: ${title} ... `);
  const start = performance.now();
  const worked = await work();
  console.log(worked ? `done in ${((performance.now() - start) / 1000).toFixed(1)} s` : 'up to date');
}

function requireTools() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Failure(`node ${process.versions.node} is too old; install node 20 or newer`);
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Failure(`recording needs Linux on x86-64, this is ${process.platform} on ${process.arch}`);
  if (!which('cargo')) throw new Failure('cargo was not found; install Rust with rustup (https://rustup.rs) or, on Debian, `apt-get install cargo` (1.80 or newer)');
  for (const [tool, name] of [['cc', 'gcc'], ['c++', 'g++']]) {
    if (!which(tool)) throw new Failure(`${tool} was not found; install a C compiler, on Debian with \`apt-get install ${name}\``);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tests = process.argv.includes('--tests');
  await mainly(() => setUp({ tests }));
  if (tests && !findChromium()) process.exitCode = 1;
}
