// Starts the installed workbench on a throw-away profile, on loopback only.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { host } from './paths.mjs';
import { quiet } from './settings.mjs';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 4_000;

/**
 * @param options profile (folder, emptied), extensions (folder of installed ones), settings, trusted (default true),
 *   driver (lets a page load an extension under test; hides toasts), env
 * @returns { port, origin, stop() }
 */
export async function startServer(options) {
  const { profile } = options;
  rmSync(profile, { recursive: true, force: true });
  mkdirSync(join(profile, 'data/User'), { recursive: true });
  writeFileSync(join(profile, 'config.yaml'), '');
  writeFileSync(join(profile, 'data/User/settings.json'), JSON.stringify({ ...quiet(options.trusted ?? true), ...options.settings }, null, 1));
  const port = await freePort();
  const child = spawn(host.node, [host.server, ...serverArguments(options, port)], {
    env: { HOME: profile, PATH: process.env.PATH, LANG: 'C.UTF-8', SHELL: '/bin/sh', EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that all of it can be ended.
    detached: true,
  });
  await listening(child, join(profile, 'server.log'));
  return { port, origin: `http://localhost:${port}`, stop: () => stop(child) };
}

function serverArguments({ profile, extensions, trusted = true, driver = false }, port) {
  return [
    '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', join(profile, 'config.yaml'),
    '--user-data-dir', join(profile, 'data'), '--extensions-dir', extensions ?? join(profile, 'extensions'),
    '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...(driver && host.driverSwitch ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

function listening(child, logFile) {
  const log = createWriteStream(logFile);
  child.stderr.pipe(log);
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => { stop(child); reject(new Error(`the workbench did not start; see ${logFile}`)); }, START_LIMIT_MS);
    child.stdout.on('data', chunk => {
      log.write(chunk);
      text += chunk;
      if (text.includes('HTTP server listening')) { clearTimeout(timer); resolve(); }
    });
    child.once('exit', code => { clearTimeout(timer); reject(new Error(`the workbench ended with ${code}: ${text.slice(-500)}`)); });
  });
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  await Promise.race([ended, new Promise(resolve => setTimeout(resolve, STOP_LIMIT_MS))]);
  signal(child, 'SIGKILL');
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone.
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
