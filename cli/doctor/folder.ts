import { accessSync, constants, statfsSync } from 'node:fs';
import { error, ok, warning, type Check } from './result';

/** Less free space than this is soon used up, bytes. */
const LITTLE = 256n << 20n;

/** Whether a trace can be written where one would be. */
export function checkFolder(folder: string = process.cwd()): Check {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return error('folder', `${folder} can't be written to`, 'choose another place for the trace with -o FILE');
  }
  const { bavail, bsize } = statfsSync(folder, { bigint: true });
  const free = bavail * bsize;
  const text = `${folder}, ${free >> 20n} MiB free`;
  return free < LITTLE ? warning('folder', text, 'make room, or write the trace elsewhere with -o FILE') : ok('folder', text);
}
