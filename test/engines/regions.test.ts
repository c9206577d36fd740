/** One call that touches 10,000 regions, some of which overlap: each access is in the smallest one, on both engines. */
import { describe, expect, test } from 'vitest';
import { engines, recordNode, withTrace } from '../lib/record';
import { inRoot, run } from '../lib/run';

const program = inRoot('test/engines/programs/regions.cjs');
const COUNT = 8000;
const label = (block: number): string => `${block % 8 === 0 ? 'head' : 'block'} ${block}`;
/** What each of the two calls does, in order: the pointer, the word that it points to, read and written. */
const expected = Array.from({ length: COUNT }, (_, block) => ['R list', `R ${label(block)}`, `W ${label(block)}`]).flat();

describe.each(engines)('on the %s engine', (engine) => {
  test('10,000 regions', async () => {
    const plain = await run(process.execPath, [program]);
    const { status, stdout, stderr, file } = await recordNode([program], engine, { limit: 110_000 });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: plain.stdout, stderr: '' });
    const made = await withTrace(file, async (trace) => {
      expect(trace.regionById.size).toBeGreaterThanOrEqual(10_000);
      const lines = new Map<number, string[]>(trace.calls.map(({ id }) => [id, []]));
      const offsets = new Set<string>();
      for await (const block of trace.blocks()) {
        for (let row = 0; row < block.length; row++) {
          const region = trace.regionById.get(block.region[row] ?? 0);
          const name = region?.arg === 0 ? 'list' : region?.label.replace(/^watch /, '');
          lines.get(block.call[row] ?? 0)?.push(`${(block.flags[row] ?? 0) & 1 ? 'W' : 'R'} ${name}`);
          if (name !== 'list') offsets.add(`${block.offset[row]} ${block.size[row]}`);
        }
      }
      expect([...offsets]).toEqual(['0 4']);
      return [...lines.values()];
    });
    expect(made.map((lines) => lines.length)).toEqual([expected.length, expected.length]);
    for (const lines of made) expect(lines.findIndex((line, at) => line !== expected[at])).toBe(-1);
  });
});
