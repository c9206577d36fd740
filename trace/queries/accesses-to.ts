import type { Trace } from '../model/types';
import { SameBytes } from './bytes';
import type { ByteRange, FoundRows, SearchOptions } from './types';
import { both, visit, visitBlocks, type Wanted } from './visit';

/** All accesses to these bytes, block by block in file order. */
export function accessesTo(trace: Trace, bytes: ByteRange, options: SearchOptions = {}): AsyncGenerator<FoundRows> {
  return accessesThat(trace, both(new SameBytes(trace, bytes, options.kind), options.filter), options);
}

/** All accesses that match, block by block in file order; blocks without any are left out. */
export async function* accessesThat(trace: Trace, wanted: Wanted, options: SearchOptions = {}): AsyncGenerator<FoundRows> {
  const range = { from: options.from ?? 0, to: options.to ?? trace.accessCount, signal: options.signal };
  for await (const { block, from, to } of visitBlocks(trace, { ...range, judge: node => wanted.judge(node) })) {
    const rows: number[] = [];
    for (let row = from; row < to; row++) if (wanted.matches(block, row)) rows.push(row);
    if (rows.length > 0) yield { block, rows };
  }
}

/** How many accesses match; where the index knows, without reading them. `progress` gets the count so far. */
export async function countThat(trace: Trace, wanted: Wanted, options: SearchOptions = {}, progress?: (count: number, upTo: number) => void): Promise<number> {
  const [low, high] = [options.from ?? 0, options.to ?? trace.accessCount];
  let count = 0;
  for await (const { node, block: number } of visit(trace, { from: low, to: high, judge: one => wanted.judge(one), signal: options.signal })) {
    if (node) {
      count += node.accesses;
      continue;
    }
    const block = await trace.block(number);
    const end = Math.min(block.length, high - block.firstOrdinal);
    for (let row = Math.max(0, low - block.firstOrdinal); row < end; row++) if (wanted.matches(block, row)) count++;
    progress?.(count, block.firstOrdinal + block.length);
  }
  return count;
}
