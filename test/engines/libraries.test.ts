/**
 * Real libraries on both engines: results as without a recorder, every byte of output accounted for by a write, and the same
 * accesses from both engines. The buffers lie at the same distance from a page's start in every run, because
 * glibc's copying functions choose their instructions by alignment.
 */
import { describe, expect, test } from 'vitest';
import { accesses, calls, engines, info, recordNode, type AccessLine, type CallLine, type Engine } from '../lib/record';
import { inRoot, run } from '../lib/run';
import { normalise } from './normalise';

interface Output { readonly function: string; readonly argument: string; readonly size: number }
interface Printed { readonly result: unknown; readonly outputs: readonly Output[] }
interface Run { readonly printed: string; readonly calls: readonly CallLine[]; readonly accesses: readonly AccessLine[] }

async function record(program: string, engine: Engine): Promise<Run> {
  const { status, stdout, stderr, file } = await recordNode([program], engine, { limit: 100_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { printed: stdout, calls: await calls(file), accesses: await accesses(file) };
}

/** Bytes [0, size) of an output that no write covers, as offsets. */
function unaccounted(recorded: Run, output: Output): number[] {
  const call = recorded.calls.filter((one) => one.function === output.function).at(-1);
  const region = call?.args.find(({ name }) => name === output.argument)?.region;
  expect(region).toBeTypeOf('number');
  const written = new Uint8Array(output.size);
  for (const { kind, region: where, offset, size } of recorded.accesses) {
    if (kind === 'write' && where === region && offset !== null) written.fill(1, offset, offset + size);
  }
  return [...written.keys()].filter((at) => written[at] === 0);
}

/**
 * In a buffer of a call that has ended, which the library goes on reading. Which way glibc copies from there depends on where the
 * library's own heap lies, and that differs from run to run.
 */
function isKept({ region, call }: AccessLine, all: readonly CallLine[]): boolean {
  const owner = region === null ? undefined : all.find(({ regions }) => regions.some(({ id }) => id === region));
  const inside = (id: number | null): boolean => id !== null && (id === owner?.id || inside(all.find((one) => one.id === id)?.parent ?? null));
  return owner !== undefined && !inside(call);
}

/**
 * One copy by glibc between a buffer of the call and the library's own heap, as one access: in which pieces it is made depends on where
 * that heap lies, and which bytes it touches does not.
 */
function copiesAsOne(all: readonly AccessLine[]): AccessLine[] {
  const out: AccessLine[] = [];
  for (const access of all) {
    const last = out.at(-1);
    const isSame = last !== undefined && isCopy(access) && isCopy(last) && (['call', 'thread', 'kind', 'region'] as const).every((key) => last[key] === access[key]);
    if (isSame && last.offset !== null && access.offset !== null) {
      const offset = Math.min(last.offset, access.offset);
      out[out.length - 1] = { ...last, offset, size: Math.max(last.offset + last.size, access.offset + access.size) - offset, count: 1 };
    } else out.push(access);
  }
  return out;
}

const isCopy = ({ file, region }: AccessLine): boolean => region !== null && /\/memmove-[^/]*$/.test(file ?? '');

/** Arguments with which a program does so much that its calls make more than a million accesses. */
const large: Readonly<Record<string, readonly string[]>> = {
  zlib: ['800000'], sqlite: ['40000'], png: ['6', '450'], jpeg: ['256', '12'], pcre2: ['20000'], xml: ['6000'], crypto: ['800000'], containers: ['4000'],
};

describe.each(Object.keys(large))('%s', (name) => {
  const program = inRoot('test/engines/libraries', `${name}.cjs`);
  const recorded = new Map<Engine, Run>();

  for (const engine of engines) {
    test(`gives the same results on the ${engine} engine, and every byte of its output was seen being written`, async () => {
      const plain = await run(process.execPath, [program]);
      const traced = await record(program, engine);
      recorded.set(engine, traced);
      expect(traced.printed).toBe(plain.stdout);
      const { outputs } = JSON.parse(plain.stdout) as Printed;
      for (const output of outputs) expect({ output, missing: unaccounted(traced, output) }).toEqual({ output, missing: [] });
    });
  }

  test('gives the same results over a million accesses', async () => {
    const args = [program, ...large[name] ?? []];
    const plain = await run(process.execPath, args);
    const traced = await recordNode(args, 'fast', { limit: 100_000 });
    expect({ status: traced.status, stderr: traced.stderr, stdout: traced.stdout }).toEqual({ status: 0, stderr: '', stdout: plain.stdout });
    const { counts, coverage } = await info(traced.file);
    expect(counts.accesses).toBeGreaterThan(1_000_000);
    expect(coverage.untraced).toEqual([]);
  });

  test('has the same accesses on both engines', () => {
    const [step, fast] = engines.map((engine) => {
      const one = recorded.get(engine);
      return one && normalise(one.calls, copiesAsOne(one.accesses.filter((access) => !isKept(access, one.calls))));
    });
    expect(step).toBeDefined();
    expect(fast).toBe(step);
  });
});
