/**
 * `npm run fuzz` runs this in a process of its own, with little memory: case after case until its time is over. It writes one
 * line of JSON a second, and one for each case that failed; the seed under way is in the file that FFISCOPE_FUZZ_SEED names, for whoever
 * has to end it.
 */
import { writeSync } from 'node:fs';
import { caseOf, MEMORY_MIB, runCase } from './cases';
import { corpus } from './corpus';

const [root = '.', from = '0', seconds = '10', seedFd = '3'] = process.argv.slice(2);
const files = corpus(root);
const end = Date.now() + Number(seconds) * 1000;
const totals = { cases: 0, read: 0, refused: 0, failed: 0, slowest: 0, memory: 0 };

async function main(): Promise<void> {
  let told = Date.now();
  for (let seed = Number(from); Date.now() < end; seed++) {
    writeSync(Number(seedFd), `${seed}\n`.padStart(16), 0);
    try {
      const { outcome, ms } = await runCase(caseOf(files, seed));
      totals[outcome]++;
      totals.slowest = Math.max(totals.slowest, ms);
    } catch (error) {
      totals.failed++;
      say({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error), seed });
    }
    totals.cases++;
    totals.memory = Math.max(totals.memory, process.memoryUsage.rss() / 2 ** 20);
    if (totals.memory > MEMORY_MIB) throw new Error(`${Math.round(totals.memory)} MiB in use after seed ${seed}, ${MEMORY_MIB} are allowed`);
    if (Date.now() - told > 1000) {
      told = Date.now();
      say({ totals, next: seed + 1 });
    }
  }
  say({ totals, done: true });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void main();
