// A VS Code workbench in the browser, with the packaged extension installed and a recording open.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, packages } from '../../test/host/extensions.mjs';
import { install } from '../../test/host/install.mjs';
import { startServer } from '../../test/host/server.mjs';
import { root } from '../lib/run.mjs';

/** It stops by itself after this time, in minutes. `FFISCOPE_DEMO_MINUTES` changes it. */
const BOUND = Number(process.env.FFISCOPE_DEMO_MINUTES ?? 60);

/** Starts it on a profile of its own, says where it is, and waits for Ctrl-C or the bound. */
export async function openWorkbench(file) {
  install();
  const profile = mkdtempSync(join(tmpdir(), 'ffiscope-demo-'));
  const extensions = join(profile, 'extensions');
  try {
    installPackage(packages().recording, extensions, profile);
    installOpener(extensions);
    const server = await startServer({ profile: join(profile, 'user'), extensions, env: { FFISCOPE_DEMO_FILE: join(root, file) } });
    console.log(`\nThe workbench, with ${file} open, is at\n  ${server.origin}/?folder=${encodeURIComponent(root)}`);
    console.log(`It listens on this machine only. Ctrl-C stops it; it stops by itself after ${BOUND} minutes.`);
    await endOfDemo();
    await server.stop();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Adds the extension that opens the recording to those that are installed. */
function installOpener(extensions) {
  const folder = join(extensions, 'demo-opener');
  mkdirSync(folder);
  copyFileSync(join(root, 'scripts/demo/opener.cjs'), join(folder, 'opener.cjs'));
  const manifest = { name: 'demo-opener', publisher: 'ffiscope', version: '1.0.0', engines: { vscode: '^1.90.0' }, main: './opener.cjs', activationEvents: ['onStartupFinished'] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const list = join(extensions, 'extensions.json');
  const entry = { identifier: { id: 'ffiscope.demo-opener' }, version: manifest.version, location: { $mid: 1, path: folder, scheme: 'file' }, relativeLocation: 'demo-opener' };
  writeFileSync(list, JSON.stringify([...JSON.parse(readFileSync(list, 'utf8')), entry]));
}

function endOfDemo() {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, BOUND * 60_000);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { clearTimeout(timer); resolve(); });
  });
}
