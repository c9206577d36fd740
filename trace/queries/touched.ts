import { AccessFlag, type Trace } from '../model/types';
import { SameBytes } from './bytes';
import { Open } from './open-bytes';
import type { HotBytes, KindWanted, SearchOptions, Stretch } from './types';
import { visit, visitBlocks, type Verdict } from './visit';

/** Stretches of a region that no access through it has touched (of that kind), in order. Empty for a region that is not there. */
export async function neverTouched(trace: Trace, region: number, kind: KindWanted = 'any', options: SearchOptions = {}): Promise<readonly Stretch[]> {
  const size = trace.regionById.get(region)?.size ?? 0;
  const open = new Open(size);
  const same = new SameBytes(trace, { region, offset: 0, size }, kind, true);
  const judge: SameBytes['judge'] = node => (open.left === 0 ? 'none' : same.judgeOpen(node, open));
  for await (const { block, from, to } of visitBlocks(trace, { from: options.from ?? 0, to: options.to ?? trace.accessCount, judge, signal: options.signal })) {
    for (let row = from; row < to && open.left > 0; row++) {
      if (!same.matches(block, row)) continue;
      const offset = block.offset[row] as number;
      open.removeIn(offset, offset + (block.size[row] as number));
    }
  }
  return stretches(open.flags);
}

/** How often the bytes of a region were touched: stretches of bytes touched equally often, hottest first. */
export async function hotBytes(trace: Trace, region: number, options: SearchOptions = {}): Promise<readonly HotBytes[]> {
  const { reads, writes } = await countsOf(trace, region, options);
  const found: HotBytes[] = [];
  for (let at = 0; at < reads.length;) {
    let end = at + 1;
    while (end < reads.length && reads[end] === reads[at] && writes[end] === writes[at]) end++;
    const [read, written] = [reads[at] as number, writes[at] as number];
    if (read + written > 0) found.push({ offset: at, size: end - at, reads: read, writes: written });
    at = end;
  }
  return found.sort((a, b) => b.reads + b.writes - a.reads - a.writes || a.offset - b.offset);
}

/** Accesses of each byte of a region, through it. */
export async function countsOf(trace: Trace, region: number, options: SearchOptions = {}): Promise<{ readonly reads: Float64Array; readonly writes: Float64Array }> {
  const size = trace.regionById.get(region)?.size ?? 0;
  const [reads, writes] = [new Float64Array(size), new Float64Array(size)];
  const same = new SameBytes(trace, { region, offset: 0, size }, options.kind ?? 'any', true);
  // The tiles of a small region are bytes: then the index knows.
  const judge: SameBytes['judge'] = (node): Verdict => {
    const verdict = same.judge(node);
    const known = node.regions.find(one => one.region === region && !one.near);
    return verdict === 'some' && node.all && known?.tile === 1 && (options.kind ?? 'any') === 'any' && !options.filter && !node.regions.some(one => one.region === region && one.near) ? 'all' : verdict;
  };
  for await (const { node, block: number } of visit(trace, { from: options.from ?? 0, to: options.to ?? trace.accessCount, judge, signal: options.signal })) {
    if (node) {
      const known = node.regions.find(one => one.region === region && !one.near);
      known?.index.forEach((byte, at) => {
        reads[byte] = (reads[byte] ?? 0) + (known.tileReads[at] as number);
        writes[byte] = (writes[byte] ?? 0) + (known.tileWrites[at] as number);
      });
      continue;
    }
    const block = await trace.block(number);
    const end = Math.min(block.length, (options.to ?? trace.accessCount) - block.firstOrdinal);
    for (let row = Math.max(0, (options.from ?? 0) - block.firstOrdinal); row < end; row++) {
      if (!same.matches(block, row) || options.filter?.matches(block, row) === false) continue;
      const counts = (block.flags[row] as number) & AccessFlag.write ? writes : reads;
      const offset = block.offset[row] as number;
      const stop = Math.min(size, offset + (block.size[row] as number));
      for (let byte = Math.max(0, offset); byte < stop; byte++) counts[byte] = (counts[byte] as number) + 1;
    }
  }
  return { reads, writes };
}

/** Neighbouring bytes whose flag is 1. */
export function stretches(flags: Uint8Array): Stretch[] {
  const found: Stretch[] = [];
  for (let at = flags.indexOf(1); at >= 0; at = flags.indexOf(1, at)) {
    let end = at;
    while (flags[end] === 1) end++;
    found.push({ offset: at, size: end - at });
    at = end;
  }
  return found;
}
