import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { error, ok, warning, type Check } from './result';
import { isOlder, versionOf } from './system';

const OLDEST = [2, 0] as const;

/** The koffi that a program in `folder` would load. */
export function checkKoffi(folder: string = process.cwd()): Check {
  let entry: string;
  try {
    entry = createRequire(join(folder, 'package.json')).resolve('koffi');
  } catch {
    return warning('koffi', `none is installed for ${folder}`, 'run the doctor in the folder of the program, or install koffi there: npm install koffi');
  }
  const version = versionAbove(entry);
  if (version === null) return warning('koffi', `${entry} has no version`, 'install koffi again: npm install koffi');
  if (isOlder(versionOf(version), OLDEST)) return error('koffi', `${version} is too old`, 'install koffi 2 or 3: npm install koffi@latest');
  return ok('koffi', `${version} (${dirname(entry)})`);
}

/** Version in the nearest package.json that has one. */
function versionAbove(file: string): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
      if (name === 'koffi' && version) return version;
    } catch { /* none here */ }
    if (dirname(folder) === folder) return null;
  }
}
