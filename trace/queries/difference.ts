import { AccessFlag, type Call, type Region, type Trace } from '../model/types';
import { SameBytes } from './bytes';
import { bytesAt } from './contents';
import { stretches } from './touched';
import type { Change, Contents, Options, RegionDifference } from './types';
import { visitBlocks } from './visit';

/** Bytes of a region that differ between two moments (see `bytesAt`), as neighbouring stretches; a byte that is known at one of them only differs. */
export async function difference(trace: Trace, region: number, first: number, second: number, options: Options = {}): Promise<readonly Change[]> {
  const [one, other] = [await bytesAt(trace, region, first, options), await bytesAt(trace, region, second, options)];
  return changes(one, other);
}

/** What two calls did differently, region by region: those with the same label belong together. Throws RangeError for a call that is not there. */
export async function differenceOfCalls(trace: Trace, first: number, second: number, options: Options = {}): Promise<readonly RegionDifference[]> {
  const [one, other] = [callOf(trace, first), callOf(trace, second)];
  const labels = [...new Set([...one.regions, ...other.regions].map(region => region.label))];
  return Promise.all(labels.map(label => compare(trace, label, find(one, label), find(other, label), options)));
}

function callOf(trace: Trace, id: number): Call {
  const call = trace.callById.get(id);
  if (!call) throw new RangeError(`there is no call ${id}`);
  return call;
}

function find(call: Call, label: string): Region | null {
  return call.regions.find(region => region.label === label) ?? null;
}

async function compare(trace: Trace, label: string, first: Region | null, second: Region | null, options: Options): Promise<RegionDifference> {
  const [before, after] = [await snapshots(trace, first, second, 'before'), await snapshots(trace, first, second, 'after')];
  const [one, other] = [await touched(trace, first, options), await touched(trace, second, options)];
  return {
    label, first: first?.id ?? null, second: second?.id ?? null, before, after,
    readByFirst: less(one.read, other.read), readBySecond: less(other.read, one.read),
    writtenByFirst: less(one.written, other.written), writtenBySecond: less(other.written, one.written),
  };
}

/** Where both are known. */
async function snapshots(trace: Trace, first: Region | null, second: Region | null, when: 'before' | 'after'): Promise<readonly Change[]> {
  const [one, other] = [first && (await trace.snapshot(first.id, when)), second && (await trace.snapshot(second.id, when))];
  if (!one || !other) return [];
  const size = Math.min(one.length, other.length);
  const known = new Uint8Array(size).fill(1);
  return changes({ bytes: one.subarray(0, size), known }, { bytes: other.subarray(0, size), known });
}

async function touched(trace: Trace, region: Region | null, { signal }: Options): Promise<{ readonly read: Uint8Array; readonly written: Uint8Array }> {
  const [read, written] = [new Uint8Array(region?.size ?? 0), new Uint8Array(region?.size ?? 0)];
  if (!region) return { read, written };
  const same = new SameBytes(trace, { region: region.id, offset: 0, size: region.size }, 'any', true);
  for await (const { block, from, to } of visitBlocks(trace, { from: 0, to: trace.accessCount, judge: node => same.judge(node), signal })) {
    for (let row = from; row < to; row++) {
      if (!same.matches(block, row)) continue;
      const offset = block.offset[row] as number;
      ((block.flags[row] as number) & AccessFlag.write ? written : read).fill(1, Math.max(0, offset), Math.max(0, offset + (block.size[row] as number)));
    }
  }
  return { read, written };
}

function less(from: Uint8Array, what: Uint8Array): ReturnType<typeof stretches> {
  return stretches(from.map((one, at) => (one === 1 && what[at] !== 1 ? 1 : 0)));
}

type Known = Pick<Contents, 'bytes' | 'known'>;

function changes(one: Known, other: Known): Change[] {
  const size = one.bytes.length;
  const differs = (at: number): boolean => one.known[at] !== other.known[at] || (one.known[at] === 1 && one.bytes[at] !== other.bytes[at]);
  const alike = (a: number, b: number): boolean => one.known[a] === one.known[b] && other.known[a] === other.known[b];
  const found: Change[] = [];
  for (let at = 0; at < size;) {
    if (!differs(at)) { at++; continue; }
    let end = at + 1;
    while (end < size && differs(end) && alike(at, end)) end++;
    const part = ({ bytes, known }: Known): Uint8Array | null => (known[at] ? bytes.slice(at, end) : null);
    found.push({ offset: at, size: end - at, before: part(one), after: part(other) });
    at = end;
  }
  return found;
}
