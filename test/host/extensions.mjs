// Puts packages of the extension into a folder that the workbench loads extensions from.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { host, root } from './paths.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The packages that scripts/package.mjs makes; made anew from what is built. */
export function packages() {
  const recording = join(root, 'dist', `ffiscope-linux-x64-${version}.vsix`);
  const viewer = join(root, 'dist', `ffiscope-viewer-${version}.vsix`);
  execFileSync(process.execPath, ['scripts/package.mjs', '--no-build', '--as-built', '--this-system'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(recording) || !existsSync(viewer)) throw new Error('npm run package did not make both packages');
  return { recording, viewer };
}

/** Installs a package into an extensions folder, as a user would with --install-extension. */
export function installPackage(file, extensions, profile) {
  rmSync(extensions, { recursive: true, force: true });
  execFileSync(host.node, [host.server, '--user-data-dir', join(profile, 'install'), '--extensions-dir', extensions, '--install-extension', file], {
    env: { HOME: profile, PATH: process.env.PATH, EXTENSIONS_GALLERY: '{"serviceUrl":""}' }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000,
  });
}
