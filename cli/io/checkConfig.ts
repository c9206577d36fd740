import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, parseConfig } from '../../trace/checks/config/parse';
import { defaultConfig, type CheckConfig } from '../../trace/checks/config/schema';
import { Failure, reason } from './failure';

const NAME = 'ffiscope.json';

/** The configuration of the checks: the given file, else the nearest `ffiscope.json` from `folder` upwards, else none. */
export function readCheckConfig(file: string | undefined, folder: string): CheckConfig {
  if (file !== undefined) return parsed(file, contents(file));
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, NAME);
    const text = contents(candidate, true);
    if (text !== null) return parsed(candidate, text);
    if (dirname(at) === at) return defaultConfig;
  }
}

function contents(file: string): string;
function contents(file: string, optional: true): string | null;
function contents(file: string, optional = false): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (optional && ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new Failure(`${file}: can't be read: ${reason(error)}`);
  }
}

function parsed(file: string, text: string): CheckConfig {
  try {
    return parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) throw new Failure(`${file}: ${error.message}`);
    throw error;
  }
}
