import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLines } from '../../trace/checks/config/silence';

/** No source file that people write comments in is longer, bytes. */
const LONGEST = 16 * 1024 * 1024;

/** Lines of source files on this machine; relative paths count from the folder that the program ran in. */
export function sourceLines(cwd: string): SourceLines {
  return async (file) => {
    try {
      const path = file.startsWith('file://') ? fileURLToPath(file) : isAbsolute(file) ? file : join(cwd, file);
      if ((await stat(path)).size > LONGEST) return null;
      return (await readFile(path, 'utf8')).split(/\r?\n/);
    } catch {
      // The source is not on this machine: nothing can be silenced in it.
      return null;
    }
  };
}
