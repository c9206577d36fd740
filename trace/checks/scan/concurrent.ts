import type { Call, Region } from '../../model/types';

/** Two calls that ran at the same time on two threads, and their regions that have bytes in common. */
export interface CallPair { readonly first: Call; readonly second: Call; readonly regions: readonly Region[] }

/** Pairs that are kept: more of them would only repeat, and what is kept stays bounded. */
const MOST = 4096;

/** Calls without an order between them that share memory. Calls that one call made itself (threads of native code) have one. */
export function overlappingCalls(calls: readonly Call[]): CallPair[] {
  const pairs: CallPair[] = [];
  const outermost = outermostCalls(calls);
  let open: Call[] = [];
  for (const call of [...calls].sort((a, b) => a.start - b.start)) {
    open = open.filter(other => other.end === null || other.end > call.start);
    for (const other of open) {
      if (pairs.length >= MOST) return pairs;
      if (other.thread === call.thread || outermost.get(other.id) === outermost.get(call.id)) continue;
      const regions = shared(other, call);
      if (regions.length > 0) pairs.push({ first: other, second: call, regions });
    }
    if (call.regions.length > 0) open.push(call);
  }
  return pairs;
}

/** The outermost call around each call. A parent begins before its children, and has the lower number. */
function outermostCalls(calls: readonly Call[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { id, parent } of [...calls].sort((a, b) => a.id - b.id)) found.set(id, parent === null ? id : found.get(parent) ?? parent);
  return found;
}

function shared(a: Call, b: Call): Region[] {
  const found = new Set<Region>();
  for (const one of a.regions) for (const other of b.regions) {
    if (one.address < other.address + BigInt(other.size) && other.address < one.address + BigInt(one.size)) found.add(one).add(other);
  }
  return [...found];
}
