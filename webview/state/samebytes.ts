import type { Node } from '../../trace/format/summary';
import type { AccessBlock, Trace } from '../../trace/model/types';
import { mayTouch } from '../../trace/queries/bytes';
import type { Verdict } from '../../trace/queries/visit';
import type { ByteRange } from '../protocol';

/**
 * The same bytes of the program as they appear in every call: regions over one piece of memory share `memory`, but may start at different
 * addresses. Made once for a pinned range, asked for each access.
 */
export class SameBytes {
  /** First and end offset of the bytes in each region that can reach them. */
  readonly #ranges = new Map<number, readonly [number, number]>();
  readonly #trace: Trace;
  readonly #everywhere: boolean;

  constructor(trace: Trace, pin: ByteRange) {
    this.#trace = trace;
    const pinned = trace.regionById.get(pin.region);
    if (!pinned) { this.#everywhere = false; return; }
    const same = pinned.lent || pinned.memory === 0 ? [pinned] : [...trace.regionById.values()].filter(other => other.memory === pinned.memory);
    for (const region of same) {
      const from = pin.offset + Number(pinned.address - region.address);
      this.#ranges.set(region.id, [from, from + pin.size]);
    }
    this.#everywhere = same.some(region => region.call === null);
  }

  /** Does row `row` of a block touch one of the bytes? */
  touchedBy(block: AccessBlock, row: number): boolean {
    const range = this.#ranges.get(block.region[row] || (block.anchor[row] ?? 0));
    if (!range) return false;
    const from = block.offset[row] ?? 0;
    return from < range[1] && from + (block.size[row] ?? 0) > range[0];
  }

  /** Offset of row `row` from the first of the bytes (it may begin in front of them), or null when it touches none. */
  offsetOf(block: AccessBlock, row: number): number | null {
    if (!this.touchedBy(block, row)) return null;
    return (block.offset[row] ?? 0) - (this.#ranges.get(block.region[row] || (block.anchor[row] ?? 0))?.[0] ?? 0);
  }

  /** Whether an access under a node of the index may touch them. */
  judge(node: Node): Verdict {
    const may = (one: Node['regions'][number]): boolean => {
      const range = this.#ranges.get(one.region);
      return range !== undefined && mayTouch(one, range);
    };
    return !node.all || node.regions.some(may) ? 'some' : 'none';
  }

  /** Ascending, disjoint, half-open ranges of ordinals outside which no access touches the bytes. */
  ordinals(): readonly (readonly [number, number])[] {
    if (this.#everywhere) return [[0, this.#trace.accessCount]];
    const calls = new Set([...this.#ranges.keys()].map(id => this.#trace.regionById.get(id)?.call ?? 0));
    const spans: (readonly [number, number])[] = [];
    for (const id of calls) {
      const call = this.#trace.callById.get(id);
      if (call && call.lastOrdinal > call.firstOrdinal) spans.push([call.firstOrdinal, call.lastOrdinal]);
    }
    return merged(spans);
  }
}

/** Sorts half-open ranges and joins those that touch. */
export function merged(spans: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
