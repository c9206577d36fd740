// What packages may weigh; more than that is a mistake until somebody decides otherwise.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from './run.mjs';

/** MiB, by the beginning of the file's name. */
const BUDGETS = [
  ['ffiscope-linux-x64-', 4],
  ['ffiscope-viewer-', 2],
  ['ffiscope-', 2],
];

/** The size of a package in words. @throws Failure when it is over its budget */
export function checkSize(file) {
  const size = statSync(file).size / 1024 / 1024;
  const budget = BUDGETS.find(([start]) => basename(file).startsWith(start))?.[1];
  if (budget !== undefined && size > budget) throw new Failure(`${basename(file)} has ${size.toFixed(2)} MiB, above its budget of ${budget} MiB (scripts/lib/sizes.mjs)`);
  return `${size.toFixed(2)} MiB`;
}
