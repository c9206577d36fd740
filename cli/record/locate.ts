import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRecord } from './errors';

/** The files that a recording needs, as absolute paths. */
export interface Parts {
  readonly recorder: string;
  readonly agent: string;
  readonly hook: string;
  readonly childApi: string;
}

/** Where a part lies below dist/, and so also next to the bundles of an installed extension. */
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
  const parts: Parts = {
    recorder: join(dist, LAYOUT.recorder),
    agent: join(dist, LAYOUT.agent),
    hook: join(dist, LAYOUT.hook),
    childApi: join(dist, LAYOUT.childApi),
  };
  for (const path of Object.values(parts)) {
    if (!existsSync(path)) throw new CannotRecord(`${path} is missing; ${wayOut(dist)}`);
  }
  if (!isExecutable(parts.recorder)) throw new CannotRecord(`${parts.recorder} is not executable; run: chmod +x '${parts.recorder}'`);
  return parts;
}

function wayOut(dist: string): string {
  const fromSource = existsSync(join(dist, '../native/Cargo.toml'));
  return fromSource ? 'run "npm run setup" in the project\'s folder' : 'this package can only show traces: install the one for linux-x64';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
