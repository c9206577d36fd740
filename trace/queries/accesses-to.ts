import type { Trace } from '../model/types';
import { SameBytes } from './bytes';
import type { ByteRange, FoundRows, SearchOptions } from './types';
import { both, visitBlocks, type Wanted } from './visit';

/** All accesses to these bytes, block by block in file order. */
export function accessesTo(trace: Trace, bytes: ByteRange, options: SearchOptions = {}): AsyncGenerator<FoundRows> {
  return accessesThat(trace, both(new SameBytes(trace, bytes, options.kind), options.filter), options);
}

/** All accesses that match, block by block in file order; blocks without any are left out. */
export async function* accessesThat(trace: Trace, wanted: Wanted, options: SearchOptions = {}): AsyncGenerator<FoundRows> {
  const range = { from: options.from ?? 0, to: options.to ?? trace.accessCount, signal: options.signal };
  for await (const { block, from, to } of visitBlocks(trace, { ...range, judge: node => wanted.judge(node) })) {
    if (wanted.shapes?.(block)?.includes(1) === false) continue;
    const rows: number[] = [];
    for (let row = from; row < to; row++) if (wanted.matches(block, row)) rows.push(row);
    if (rows.length > 0) yield { block, rows };
  }
}
