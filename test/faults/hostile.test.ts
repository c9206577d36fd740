/** A program that speaks the recorder's protocols and means harm: its recorder goes on, and writes to its trace only. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../lib/record';
import { ffiscope, inRoot } from '../lib/run';

const version = /WIRE_VERSION: u32 = (\d+)/.exec(readFileSync(inRoot('native/wire/src/lib.rs'), 'utf8'))?.[1] ?? '';
/** More of them: FFISCOPE_FUZZ_SEEDS=200 FFISCOPE_FUZZ_MS=500. */
const seeds = Array.from({ length: Number(process.env['FFISCOPE_FUZZ_SEEDS'] ?? 2) }, (_, at) => at * 2 + 1);
const ms = process.env['FFISCOPE_FUZZ_MS'] ?? '100';

/** KiB of memory that the recorder may have in use beside what it shares with the program. */
const BOUND = 64 * 1024;

test.each(seeds)('nonsense in shared memory and on the control socket, seed %i', async seed => {
  const folder = temporaryFolder();
  const file = join(folder, 'x.ffitrace');
  const { status, stdout, hung } = await ffiscope(['record', '-o', file, '--', inRoot('test/faults/build/hostile'), String(seed), ms], { env: { WIRE_VERSION: version } });
  // It ends with 7, or with the code that it registered, in its lowest eight bits.
  expect({ hung, known: [7, 0].includes(status ?? -1) }).toEqual({ hung: false, known: true });
  const [, peak] = /^\d+ rounds, the recorder at most (\d+) KiB\n$/.exec(stdout) ?? [];
  expect(Number(peak)).toBeGreaterThan(100);
  expect(Number(peak)).toBeLessThan(BOUND);
  expect(readdirSync(folder)).toEqual(['x.ffitrace']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const command of ['info', 'calls', 'accesses', 'check']) expect((await ffiscope([command, file])).status).toBeLessThan(2);
  expect((await ffiscope(['info', file])).stdout).not.toContain('cut short');
});
