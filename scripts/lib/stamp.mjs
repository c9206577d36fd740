// Work that is done once for the same inputs: a stamp file holds the hash of what went in.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

const skipped = new Set(['node_modules', 'target', 'build', 'dist', '.cache', '.git']);

/** SHA-256 over names and contents of all files below these paths, and over the words in `also`. */
export function hashOf(paths, also = []) {
  const hash = createHash('sha256');
  for (const word of also) hash.update(`${word}\0`);
  for (const path of paths) for (const file of filesBelow(path)) hash.update(file).update('\0').update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Does `work` unless its outputs are there and the stamp says that they came from these inputs. True when work was done. */
export async function once({ name, inputs, outputs, also }, work) {
  const stamp = join(root, '.cache/stamps', name);
  const hash = hashOf(inputs, also);
  if (outputs.every((path) => existsSync(join(root, path))) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

function* filesBelow(path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(full).sort()) if (!skipped.has(name)) yield* filesBelow(join(path, name));
}
