import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Is a package in a node_modules that a program in `folder` would look into? */
export function findsPackage(folder: string, name: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', name, 'package.json'))) return true;
    if (dirname(at) === at) return false;
  }
}
