import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CannotRecord } from './errors';

/** The files that a recording needs, as absolute paths. */
export interface Parts {
  readonly recorder: string;
  readonly agent: string;
  readonly hook: string;
  readonly childApi: string;
}

/** npm package with the native parts for this platform, beside the package `ffiscope`. */
export const PLATFORM_PACKAGE = 'ffiscope-linux-x64';

/** Where a part lies below dist/, and so also next to the bundles of an installed extension; native ones perhaps in PLATFORM_PACKAGE. */
const LAYOUT: Readonly<Record<keyof Parts, string>> = {
  recorder: 'bin/ffiscope-recorder',
  agent: 'bin/libffiscope_agent.so',
  hook: 'child/hook.cjs',
  childApi: 'child/api.cjs',
};

export interface Platform { readonly os: string; readonly cpu: string }

/** Why this system can't record at all, or null. */
export function unsupported(platform: Platform = { os: process.platform, cpu: process.arch }): string | null {
  if (platform.os === 'linux' && platform.cpu === 'x64') return null;
  return `recording needs Linux on x86-64, this is ${platform.os} on ${platform.cpu}; record there and open the trace here`;
}

/**
 * Finds the parts next to the running bundle. `dist` is the folder of that bundle.
 * @throws CannotRecord when the system can't record or a part is missing or can't be executed
 */
export function locate(dist: string, platform?: Platform): Parts {
  const reason = unsupported(platform);
  if (reason !== null) throw new CannotRecord(reason);
  const native = existsSync(join(dist, LAYOUT.recorder)) ? dist : platformPackage(dist) ?? dist;
  const parts: Parts = {
    recorder: join(native, LAYOUT.recorder),
    agent: join(native, LAYOUT.agent),
    hook: join(dist, LAYOUT.hook),
    childApi: join(dist, LAYOUT.childApi),
  };
  for (const path of Object.values(parts)) {
    if (!existsSync(path)) throw new CannotRecord(`${path} is missing; ${wayOut(dist)}`);
  }
  if (!isExecutable(parts.recorder)) throw new CannotRecord(`${parts.recorder} is not executable; run: chmod +x '${parts.recorder}'`);
  return parts;
}

/** Folder of the installed platform package, or null. */
function platformPackage(dist: string): string | null {
  try {
    return dirname(createRequire(join(dist, 'cli.js')).resolve(`${PLATFORM_PACKAGE}/package.json`));
  } catch {
    return null;
  }
}

function wayOut(dist: string): string {
  if (existsSync(join(dist, '../native/Cargo.toml'))) return 'run "npm run setup" in the project\'s folder';
  if (dist.includes(join('node_modules', 'ffiscope'))) return `its optional dependency is not installed: npm install ${PLATFORM_PACKAGE}`;
  return 'this package can only show traces: install the one for linux-x64';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
