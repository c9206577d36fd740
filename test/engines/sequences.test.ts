/**
 * 100,000 random sequences of instructions over tracked memory, natively and on both engines: the same registers, flags and
 * memory after each call, and the same accesses, one by one. What the fast engine says that a write stored, the step engine has
 * found in memory behind it. What sequences are made of: native/sequences.
 *
 * The seeds are printed; `FFISCOPE_SEED=N` runs those of an earlier run again.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AccessFlag, type Trace } from '../../trace/model/types';
import { engines, recordNode, temporaryFolder, withTrace, type Engine } from '../lib/record';
import { inRoot, run } from '../lib/run';

const PROCESSES = 4;
const CALLS = 250;
const SEQUENCES = 100;
const program = inRoot('test/engines/sequences/program.cjs');
const generator = inRoot('native/target/release/ffiscope-sequences');
/** The sequences' code lies here in every run, and nothing else does. */
const CODE = { start: 0x5100_0000n, end: 0x6000_0000n };

const first = Number(process.env.FFISCOPE_SEED ?? Date.now() % 1_000_000_007);
console.log(`random sequences: FFISCOPE_SEED=${first}, ${PROCESSES * CALLS * SEQUENCES} sequences`);

/** One line for each access of the sequences: its call, instruction, place and kind; and the value of each write, where it is known. */
interface Made { readonly lines: readonly string[]; readonly values: readonly (string | null)[] }

async function accessesOf(trace: Trace): Promise<Made> {
  const lines: string[] = [];
  const made: (string | null)[] = [];
  for await (const block of trace.blocks()) {
    const values = await trace.values(block);
    for (let row = 0; row < block.length; row++) {
      const pc = trace.insnById.get(block.insn[row] ?? 0)?.pc ?? 0n;
      if (pc < CODE.start || pc >= CODE.end) continue;
      const region = trace.regionById.get((block.region[row] ?? 0) || (block.anchor[row] ?? 0));
      const flags = block.flags[row] ?? 0;
      const kind = `${flags & AccessFlag.write ? 'W' : 'R'}${flags & AccessFlag.uncertain ? '?' : ''}`;
      lines.push(`${block.call[row]} 0x${pc.toString(16)} ${kind} ${region?.label}+${block.offset[row]} ${block.size[row]} x${block.count[row]}`);
      const value = values?.of(row) ?? null;
      made.push(value && Buffer.from(value).toString('hex'));
    }
  }
  return { lines, values: made };
}

/** Where two lists differ first, with what comes around it; undefined when they are the same. */
function difference(one: readonly string[], other: readonly string[]): unknown {
  const at = one.findIndex((line, i) => line !== other[i]);
  if (at < 0 && one.length === other.length) return undefined;
  const from = Math.max(0, (at < 0 ? one.length : at) - 2);
  return { step: one.slice(from, from + 5), fast: other.slice(from, from + 5), lengths: [one.length, other.length] };
}

async function compare(seed: number): Promise<void> {
  const folder = temporaryFolder();
  const [code, offsets] = [join(folder, 'code'), join(folder, 'offsets')];
  const made = await run(generator, [seed, CALLS, SEQUENCES, code].map(String));
  expect(made).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(offsets, made.stdout);
  const plain = await run(process.execPath, [program, code, String(seed), offsets]);
  expect(plain).toMatchObject({ status: 0, stderr: '' });
  expect(plain.stdout.trim().split('\n')).toHaveLength(CALLS);
  const lists = new Map<Engine, Made>();
  for (const engine of engines) {
    const recorded = await recordNode([program, code, String(seed), offsets], engine, { limit: 110_000 });
    expect({ seed, engine, status: recorded.status, stderr: recorded.stderr }).toEqual({ seed, engine, status: 0, stderr: '' });
    expect(difference(plain.stdout.split('\n'), recorded.stdout.split('\n')), `seed ${seed}: hashes after each call, natively and on ${engine}`).toBeUndefined();
    lists.set(engine, await withTrace(recorded.file, accessesOf));
  }
  const [step, fast] = [lists.get('step'), lists.get('fast')];
  expect(difference(step?.lines ?? [], fast?.lines ?? []), `seed ${seed}: accesses on step and fast`).toBeUndefined();
  expect(fast?.lines.length).toBeGreaterThan(CALLS * SEQUENCES);
  const known = fast?.values.map((value, at) => ({ at: fast.lines[at], fast: value, step: step?.values[at] })).filter(one => one.fast !== null) ?? [];
  expect(known.filter(one => one.fast !== one.step).slice(0, 5), `seed ${seed}: values of writes on step and fast`).toEqual([]);
  expect(known.length).toBeGreaterThan(CALLS * SEQUENCES / 10);
}

test('random sequences are the same natively and on both engines', async () => {
  // All at once: most of the time, one process waits for the other.
  await Promise.all(Array.from({ length: PROCESSES }, (_, i) => compare(first + i)));
});
