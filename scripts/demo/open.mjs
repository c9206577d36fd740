// A VS Code workbench in the browser, with the packaged extension installed and a recording open.
import { mkdtempSync, rmSync } from 'node:fs';
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
    const server = await startServer({ profile: join(profile, 'user'), extensions });
    console.log(`\nThe workbench, with ${file} open, is at\n  ${address(server, file)}`);
    console.log(`It listens on this machine only. Ctrl-C stops it; it stops by itself after ${BOUND} minutes.`);
    await endOfDemo();
    await server.stop();
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

function address({ origin, port }, file) {
  const payload = [['openFile', `vscode-remote://localhost:${port}${join(root, file)}`]];
  return `${origin}/?folder=${encodeURIComponent(root)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

function endOfDemo() {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, BOUND * 60_000);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { clearTimeout(timer); resolve(); });
  });
}
