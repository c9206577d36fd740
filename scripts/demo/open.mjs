// A VS Code workbench in the browser, with the packaged extension installed and a recording open.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { Failure, root, run } from '../lib/run.mjs';
import { hashOf, once } from '../lib/stamp.mjs';

/** It stops by itself after this time, in minutes. */
const BOUND = 60;

/** Starts it on a profile of its own, says where it is, and waits for Ctrl-C or the bound. */
export async function openWorkbench(folder) {
  const { install } = await import('../../test/host/install.mjs');
  const { host } = await import('../../test/host/paths.mjs');
  const { startServer } = await import('../../test/host/server.mjs');
  install();
  const profile = mkdtempSync(join(tmpdir(), 'ffiscope-demo-'));
  const extensions = join(profile, 'extensions');
  mkdirSync(extensions);
  try {
    await installExtension(host, profile, extensions);
    const server = await startServer({ profile: join(profile, 'user'), extensions });
    const open = JSON.stringify([['openFile', `vscode-remote://localhost:${server.port}${join(folder, 'zlib.ffitrace')}`]]);
    console.log(`\nThe workbench is at\n  ${server.origin}/?folder=${encodeURIComponent(root)}&payload=${encodeURIComponent(open)}`);
    console.log(`It listens on this machine only. Ctrl-C stops it; it stops by itself after ${BOUND} minutes.`);
    await endOfDemo();
    await server.stop();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

async function installExtension(host, profile, extensions) {
  await once({ name: 'package', inputs: ['dist/bin', 'dist/child'], also: [hashOf(['extension', 'webview', 'trace', 'package.json'])], outputs: ['dist'] },
    () => run('node', ['scripts/package.mjs', '--no-build']));
  const vsix = readdirSync(join(root, 'dist')).find((name) => /^ffiscope-linux-x64-.*\.vsix$/.test(name));
  if (!vsix) throw new Failure('no package was made: run `npm run package` and look at what it says');
  const args = [host.server, '--install-extension', join(root, 'dist', vsix), '--extensions-dir', extensions, '--user-data-dir', join(profile, 'user/data')];
  const env = { HOME: profile, PATH: process.env.PATH, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  const done = spawnSync(host.node, args, { encoding: 'utf8', env, timeout: 120_000 });
  if (done.status !== 0) throw new Failure(`the extension could not be installed: ${done.stderr.trim()}`);
}

function endOfDemo() {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, BOUND * 60_000);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { clearTimeout(timer); resolve(); });
  });
}
