// How much unsafe Rust there is. clippy makes each block say why it is sound; this keeps their number from growing unseen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, tracked } from '../run.mjs';

/** Uses of `unsafe` that a crate may have; a crate that is not named has none. Raise one when a change really needs it. */
const BUDGETS = { agent: 146, decode: 4, recorder: 55, wire: 2 };

export function countUnsafe() {
  const counts = {};
  for (const file of tracked('native').filter(name => name.endsWith('.rs'))) {
    const crate = file.split('/')[1];
    counts[crate] = (counts[crate] ?? 0) + usesOfUnsafe(readFileSync(join(root, file), 'utf8'));
  }
  return counts;
}

/** Blocks, functions and impls; not what comments and attributes say. */
export function usesOfUnsafe(source) {
  const code = source.replace(/\/\/.*$/gm, '').replace(/#!?\[[^\]]*\]/g, '');
  return code.match(/\bunsafe\b\s*(?:\{|fn\b|impl\b|extern\b|trait\b)/g)?.length ?? 0;
}

export function checkUnsafe() {
  const over = Object.entries(countUnsafe()).filter(([crate, count]) => count > (BUDGETS[crate] ?? 0));
  return { ok: over.length === 0, output: over.map(([crate, count]) => `native/${crate} uses unsafe ${count} times, above its budget of ${BUDGETS[crate] ?? 0} (scripts/lib/checks/unsafe.mjs)`).join('\n') };
}
