import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder of another computer, or of another time, and where it is here. Both without a slash at the end. */
export interface Mapping { readonly from: string; readonly to: string }

/** The path that a place in a trace names: traces hold paths, and `file:` URLs for ECMAScript modules. Null: no file at all. */
export function placePath(file: string): string | null {
  if (file.startsWith('file:')) {
    try {
      return fileURLToPath(file);
    } catch {
      return null;
    }
  }
  if (posix.isAbsolute(file)) return posix.normalize(file);
  return /^[a-z]:[\\/]/i.test(file) ? file : null;
}

/** Where a path may be according to the mappings, the longest match first; nothing for one that would climb out of their folders. */
export function mapped(path: string, mappings: readonly Mapping[]): string[] {
  if (climbs(path)) return [];
  return mappings
    .filter(({ from }) => path.startsWith(`${from}/`))
    .sort((a, b) => b.from.length - a.from.length)
    .map(({ from, to }) => to + path.slice(from.length));
}

/**
 * Finds a file below a folder that people chose, trying the longest end of the path first, and the mapping that this
 * shows. Null when no end of the path exists there, or when it climbs: a trace chooses its paths, people chose the folder.
 */
export function locateBelow(path: string, folder: string, exists: (path: string) => boolean): { found: string; mapping: Mapping } | null {
  if (climbs(path)) return null;
  const parts = path.split('/').filter(part => part !== '');
  for (let skip = 0; skip < parts.length; skip++) {
    const end = parts.slice(skip).join('/');
    const found = posix.join(folder, end);
    if (exists(found)) return { found, mapping: { from: `/${parts.slice(0, skip).join('/')}`.replace(/\/$/, ''), to: folder.replace(/\/$/, '') } };
  }
  return null;
}

const climbs = (path: string): boolean => path.split(/[\\/]/).includes('..');
