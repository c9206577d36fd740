import { textBytes } from './blocks';
import { mutate } from './mutate';
import { readAll } from './read';

/** The bounds that docs/security.md promises: CPU time for each MiB of the file and of what its texts unpack to, and memory. */
const MS_PER_MIB = 1000;
export const MEMORY_MIB = 512;

export interface Case { readonly seed: number; readonly file: number; readonly bytes: Uint8Array }

export function caseOf(files: readonly Uint8Array[], seed: number): Case {
  const file = seed % files.length;
  return { seed, file, bytes: mutate(files[file] as Uint8Array, seed) };
}

/** Runs a case; rejects when it breaks a bound or the reader breaks. `ms`: CPU time, which a busy computer does not stretch. */
export async function runCase({ bytes }: Case): Promise<{ outcome: 'read' | 'refused'; ms: number }> {
  const start = process.cpuUsage();
  const outcome = await readAll(bytes);
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  const limit = MS_PER_MIB * Math.max(1, (bytes.length + textBytes(bytes)) / 2 ** 20);
  if (ms > limit) throw new Error(`it took ${Math.round(ms)} ms, ${bytes.length} bytes may take ${Math.round(limit)} ms`);
  return { outcome, ms };
}
