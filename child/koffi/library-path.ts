/** The file behind a library's name: the loader looked for it in places of its own, so we ask what is mapped. */
import { readFileSync, realpathSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';

const read = readFileSync;
const real = realpathSync;

/** Absolute path where it can be found, else the name as given. The program itself for null. */
export function libraryPath(name: unknown): string {
  if (typeof name !== 'string' || name === '') return process.execPath;
  try {
    if (isAbsolute(name)) return real(name);
    if (name.includes('/')) return real(name);
    return mapped(read('/proc/self/maps', 'latin1'), name) ?? name;
  } catch {
    return name;
  }
}

/** The mapped file with this name; `libz.so.1` also matches `libz.so.1.2.13`, which the link points to. */
export function mapped(maps: string, name: string): string | null {
  let versioned: string | null = null;
  for (const line of maps.split('\n')) {
    const at = line.indexOf('/');
    if (at < 0) continue;
    const path = line.slice(at);
    const file = basename(path);
    if (file === name) return path;
    if (versioned === null && file.startsWith(`${name}.`)) versioned = path;
  }
  return versioned;
}
