import { AccessFlag, type Region, type Trace } from '../../trace/model/types';
import type { Node } from '../../trace/format/summary';
import { visitBlocks, type Verdict } from '../../trace/queries/visit';
import { breathe } from '../canvas/breathe';
import { CountsBuilder, type Counts } from '../pagemap/counts';
import { ordinalsOf } from '../state/scope';

/** Everything the bytes view shows about one region; parts that are still being read are undefined, those not kept are null. */
export interface RegionBytes {
  readonly region: Region;
  before?: Uint8Array | null;
  after?: Uint8Array | null;
  counts?: Counts;
}

/** Bytes around a region for which touches are shown. */
export const AROUND = 64;

const KEPT = 16;

/** Contents and touch counts of regions, each read once; the last few are kept. */
export class RegionBytesLoader {
  readonly #trace: Trace;
  readonly #known = new Map<number, RegionBytes>();
  readonly #abort = new AbortController();

  constructor(trace: Trace) { this.#trace = trace; }

  /** What is known now; `arrived` is called after each part that comes later. */
  get(id: number, arrived: () => void): RegionBytes | null {
    const region = this.#trace.regionById.get(id);
    if (!region) return null;
    const known = this.#known.get(id);
    if (known) return known;
    const bytes: RegionBytes = { region };
    this.#known.set(id, bytes);
    for (const old of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(old);
    const take = <K extends 'before' | 'after' | 'counts'>(key: K, part: Promise<RegionBytes[K]>, failed: RegionBytes[K]): void => {
      part.catch(() => failed).then(value => { bytes[key] = value; if (!this.#abort.signal.aborted) arrived(); });
    };
    take('before', this.#trace.snapshot(id, 'before'), null);
    take('after', this.#trace.snapshot(id, 'after'), null);
    take('counts', countRegion(this.#trace, region, this.#abort.signal), undefined);
    return bytes;
  }

  destroy(): void { this.#abort.abort(); }
}

/** Touches of each byte of a region by all accesses attributed to it. */
export async function countRegion(trace: Trace, region: Region, signal: AbortSignal): Promise<Counts> {
  const builder = new CountsBuilder(region.size, AROUND, 1);
  const [from, to] = ordinalsOf(trace, region.call);
  const pause = breathe();
  const judge = (node: Node): Verdict => (!node.all || node.regions.some(one => one.region === region.id) ? 'some' : 'none');
  for await (const { block } of visitBlocks(trace, { from, to, judge, signal })) {
    for (let row = 0; row < block.length; row++) {
      if ((block.region[row] || block.anchor[row]) !== region.id) continue;
      builder.add(block.offset[row] ?? 0, block.size[row] ?? 0, ((block.flags[row] ?? 0) & AccessFlag.write) !== 0);
    }
    await pause();
  }
  return builder.build([]);
}
