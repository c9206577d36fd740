import type { AccessBlock, Trace } from '../model/types';
import { reuseDistances } from './reuse';
import type { AccessPattern, Options, Shape } from './types';
import { visitBlocks } from './visit';

/** Accesses of one instruction that are looked at. */
const MOST = 200_000;
const CACHE_LINE = 64;
/** A distance that makes up this share of the steps is the stride. */
const REGULAR = 0.7;

/** How the instructions of a source line go through memory, in order of their accesses, most first. `file` is the whole path. */
export function accessPattern(trace: Trace, file: string, line: number, options: Options = {}): Promise<readonly AccessPattern[]> {
  const insns = [...trace.insnById.values()].filter(insn => insn.file === file && insn.line === line);
  return patternsOf(trace, insns.map(insn => insn.id), options);
}

/** The same for some instructions. An instruction that reads and writes the same place is taken by its reads and writes together. */
export async function patternsOf(trace: Trace, insns: readonly number[], options: Options = {}): Promise<readonly AccessPattern[]> {
  const walks = new Map(insns.map(insn => [insn, new Walk()]));
  const bases = basesOf(trace);
  const judge = (node: { readonly insns: { readonly id: Float64Array } }): 'some' | 'none' => (insns.some(insn => node.insns.id.includes(insn)) ? 'some' : 'none');
  for await (const { block, from, to } of visitBlocks(trace, { from: 0, to: trace.accessCount, judge, signal: options.signal })) {
    for (let row = from; row < to; row++) walks.get(block.insn[row] as number)?.add(bases(block, row), block.size[row] as number);
  }
  const found = [...walks].filter(([, walk]) => walk.total > 0).map(([insn, walk]) => walk.pattern(insn));
  return found.sort((a, b) => b.accesses - a.accesses);
}

/** Addresses as numbers from the lowest region: distances are what counts. */
function basesOf(trace: Trace): (block: AccessBlock, row: number) => number {
  const regions = [...trace.regionById.values()];
  const lowest = regions.reduce((low, { address }) => (address < low ? address : low), regions[0]?.address ?? 0n);
  const bases = new Map(regions.map(({ id, address }) => [id, Number(address - lowest)]));
  return (block, row) => (bases.get(block.region[row] || (block.anchor[row] as number)) ?? 0) + (block.offset[row] as number);
}

/** Places that one instruction went to, one behind the other. */
class Walk {
  total = 0;
  private readonly places: number[] = [];
  private size = 1;

  add(place: number, size: number): void {
    this.total++;
    this.size = size;
    if (this.places.length < MOST) this.places.push(place);
  }

  pattern(insn: number): AccessPattern {
    const { places, size } = this;
    const steps = new Map<number, number>();
    for (let at = 1; at < places.length; at++) {
      const step = (places[at] as number) - (places[at - 1] as number);
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    const [step, times] = [...steps].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
    const regularity = places.length > 1 ? times / (places.length - 1) : 0;
    const stride = regularity >= REGULAR ? step : null;
    const { lines, distances } = reuseDistances(places.map(place => Math.floor(place / CACHE_LINE)));
    return {
      insn, accesses: this.total, looked: places.length, shape: places.length === 1 ? 'single' : shapeOf(stride, size), stride, regularity,
      cacheLines: lines, reuse: distances.length > 0 ? { median: quantile(distances, 0.5), high: quantile(distances, 0.9) } : null,
    };
  }
}

function shapeOf(stride: number | null, size: number): Shape {
  if (stride === null) return 'random';
  if (stride === 0) return 'same place';
  if (stride === size) return 'sequential';
  return stride === -size ? 'backwards' : 'stride';
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}
