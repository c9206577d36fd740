// Every bundle stays within its budget, and two builds of it are the same, byte for byte.
import { bundleInMemory, bundles } from '../bundles.mjs';

export async function checkBundles() {
  const problems = [];
  for (const bundle of bundles) {
    const [once, again] = [await bundleInMemory(bundle), await bundleInMemory(bundle)];
    const size = once.bytes / 1024;
    if (size > bundle.budget) problems.push(`${bundle.out} has ${size.toFixed(0)} KiB, above its budget of ${bundle.budget} KiB (scripts/lib/bundles.mjs)`);
    if (once.hash !== again.hash) problems.push(`${bundle.out}: two builds differ`);
  }
  return { ok: problems.length === 0, output: problems.join('\n') };
}
