import type { AccessBlock, Call } from '../model/types';
import { boundariesOf, type Boundary } from './boundaries';
import type { Position } from './position';
import { firstWhere, type BlockRange, type CursorSource } from './source';

/** The positions of one thread, in order. A step costs two binary searches, and reading the block that it ends in. */
export class ThreadLine {
  readonly boundaries: readonly Boundary[];
  private readonly blocks: readonly BlockRange[];
  private readonly begins = new Map<number, number>();
  private readonly ends = new Map<number, number>();

  constructor(private readonly source: CursorSource, readonly thread: number) {
    this.boundaries = boundariesOf(source.trace, thread);
    this.blocks = source.blocksOf(thread);
    this.boundaries.forEach(({ kind, call }, index) => (kind === 'begin' ? this.begins : this.ends).set(call.id, index));
  }

  /** Null where the thread made no call. */
  first(): Position | null { return this.boundaryAt(0); }

  async last(): Promise<Position | null> {
    return this.earlier(Infinity, this.boundaries.length);
  }

  begin(call: number): Position | null { return this.boundaryAt(this.begins.get(call) ?? -1); }

  /** Null for a call that was running when the recording ended. */
  end(call: number): Position | null { return this.boundaryAt(this.ends.get(call) ?? -1); }

  boundaryAt(index: number): Position | null {
    const boundary = this.boundaries[index];
    if (!boundary) return null;
    const { kind, call, at } = boundary;
    return { kind, thread: this.thread, call: call.id, ordinal: at, boundary: index, time: kind === 'begin' ? call.start : call.end ?? call.start };
  }

  async next({ kind, ordinal, boundary }: Position): Promise<Position | null> {
    return kind === 'access' ? this.later(ordinal + 1, boundary) : this.later(ordinal, boundary + 1);
  }

  async previous({ ordinal, boundary }: Position): Promise<Position | null> {
    return this.earlier(ordinal, boundary);
  }

  /** The access with a number; null when it is none of this thread's. */
  async access(ordinal: number): Promise<Position | null> {
    const range = this.blocks[this.blockFrom(ordinal)];
    if (!range || ordinal < range.first) return null;
    const block = await this.source.read(range);
    const row = ordinal - range.first;
    const before = firstWhere(this.boundaries.length, index => (this.boundaries[index] as Boundary).at > ordinal);
    return { kind: 'access', thread: this.thread, call: block.call[row] as number, ordinal, boundary: before, time: block.time[row] as number };
  }

  /** The block in front of the one with an access; null where there is none. */
  async blockBefore(ordinal: number): Promise<AccessBlock | null> {
    const range = this.blocks[this.blockFrom(ordinal) - 1];
    return range ? this.source.read(range) : null;
  }

  /** The last position that is not after a moment; null before the thread's first. */
  async at(time: number): Promise<Position | null> {
    const index = firstWhere(this.boundaries.length, at => (this.boundaryAt(at) as Position).time > time);
    const until = this.boundaries[index]?.at ?? Infinity;
    const boundary = this.boundaryAt(index - 1);
    const access = await this.accessAt(time, until);
    return access && (!boundary || access.ordinal >= boundary.ordinal) ? access : boundary;
  }

  /** Calls under way at a position, innermost first: the call of a boundary counts on both of its sides. */
  calls(position: Position): readonly Call[] {
    const open: Call[] = [];
    const upTo = position.kind === 'end' ? position.boundary : position.boundary + (position.kind === 'begin' ? 1 : 0);
    let depth = Infinity;
    for (let index = upTo - 1; index >= 0 && depth > 0; index--) {
      const { kind, call, depth: at } = this.boundaries[index] as Boundary;
      if (at >= depth) continue;
      if (kind === 'begin') open.push(call);
      depth = at;
    }
    return open;
  }

  /** The first position whose access is `ordinal` or above, and whose boundary is `boundary` or above. */
  private async later(ordinal: number, boundary: number): Promise<Position | null> {
    const access = this.accessFrom(ordinal);
    const found = this.boundaries[boundary];
    if (found && (access === null || found.at <= access)) return this.boundaryAt(boundary);
    return access === null ? null : this.access(access);
  }

  /** The last position whose access is below `ordinal`, and whose boundary is below `boundary`. */
  private async earlier(ordinal: number, boundary: number): Promise<Position | null> {
    const access = this.accessBelow(ordinal);
    const found = this.boundaries[boundary - 1];
    if (found && (access === null || found.at > access)) return this.boundaryAt(boundary - 1);
    return access === null ? null : this.access(access);
  }

  /** Index of the first block that ends behind an ordinal. */
  private blockFrom(ordinal: number): number {
    return firstWhere(this.blocks.length, index => (this.blocks[index] as BlockRange).end > ordinal);
  }

  private accessFrom(ordinal: number): number | null {
    const range = this.blocks[this.blockFrom(ordinal)];
    return range ? Math.max(ordinal, range.first) : null;
  }

  private accessBelow(ordinal: number): number | null {
    const range = this.blocks[firstWhere(this.blocks.length, index => (this.blocks[index] as BlockRange).first >= ordinal) - 1];
    return range ? Math.min(ordinal, range.end) - 1 : null;
  }

  private async accessAt(time: number, until: number): Promise<Position | null> {
    const bound = this.accessBelow(until);
    if (bound === null) return null;
    let low = 0;
    let high = this.blockFrom(bound) + 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const { time: times } = await this.source.read(this.blocks[middle] as BlockRange);
      if ((times[0] as number) <= time) low = middle;
      else high = middle;
    }
    const range = this.blocks[low] as BlockRange;
    const { time: times } = await this.source.read(range);
    const rows = firstWhere(Math.min(range.end, bound + 1) - range.first, row => (times[row] as number) > time);
    return rows === 0 ? null : this.access(range.first + rows - 1);
  }
}
